//! What exists once per language.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::Locale;

/// Values by locale, in the order of the locales' tags. Serializes as a map from tag to value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PerLocale<T>(BTreeMap<Locale, T>);

impl<T> PerLocale<T> {
    /// Makes a table without entries.
    pub fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// The value of a locale.
    pub fn get(&self, locale: &Locale) -> Option<&T> {
        self.0.get(locale)
    }

    /// The value of a locale, to be changed.
    pub fn get_mut(&mut self, locale: &Locale) -> Option<&mut T> {
        self.0.get_mut(locale)
    }

    /// The value of the first locale in a locale's chain of ancestors that has one, and that
    /// locale.
    pub fn inherited(&self, locale: &Locale) -> Option<(&Locale, &T)> {
        locale.ancestry().iter().find_map(|ancestor| self.0.get_key_value(ancestor))
    }

    /// Puts a value in, and hands back the one it replaces.
    pub fn insert(&mut self, locale: Locale, value: T) -> Option<T> {
        self.0.insert(locale, value)
    }

    /// The value of a locale, to be changed; made first where there is none.
    pub fn get_or_insert_with(&mut self, locale: &Locale, make: impl FnOnce() -> T) -> &mut T {
        self.0.entry(locale.clone()).or_insert_with(make)
    }

    /// The entries.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Locale, &T)> {
        self.0.iter()
    }

    /// The locales that have a value.
    pub fn locales(&self) -> impl ExactSizeIterator<Item = &Locale> {
        self.0.keys()
    }

    /// The values.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &T> {
        self.0.values()
    }

    /// The table of what a function makes of each entry.
    pub fn map<U>(&self, mut change: impl FnMut(&Locale, &T) -> U) -> PerLocale<U> {
        PerLocale(self.0.iter().map(|(locale, value)| (locale.clone(), change(locale, value))).collect())
    }

    /// The number of locales that have a value.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether no locale has a value.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for PerLocale<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> FromIterator<(Locale, T)> for PerLocale<T> {
    fn from_iter<I: IntoIterator<Item = (Locale, T)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl<T> IntoIterator for PerLocale<T> {
    type Item = (Locale, T);
    type IntoIter = std::collections::btree_map::IntoIter<Locale, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T: Serialize> Serialize for PerLocale<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Locale, PerLocale};

    fn locale(tag: &str) -> Locale {
        Locale::parse(tag).unwrap()
    }

    #[test]
    fn keeps_the_order_of_tags() {
        let table: PerLocale<_> =
            [(locale("nb"), 1), (locale("en"), 2), (locale("ar"), 3)].into_iter().collect();
        assert_eq!(serde_json::to_string(&table).unwrap(), r#"{"ar":3,"en":2,"nb":1}"#);
        assert_eq!(table.map(|locale, n| format!("{locale}{n}")).get(&locale("nb")).unwrap(), "nb1");
    }

    #[test]
    fn inherits_from_the_nearest_ancestor() {
        let table: PerLocale<_> =
            [(locale("en"), "colour or color"), (locale("nb"), "farge")].into_iter().collect();
        assert_eq!(table.inherited(&locale("en-GB")).unwrap().1, &"colour or color");
        assert_eq!(table.inherited(&locale("nb")).unwrap().1, &"farge");
        assert_eq!(table.inherited(&locale("de")), None);
    }
}
