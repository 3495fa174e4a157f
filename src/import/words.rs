//! The words of texts, counted, so that none is lost on the way.

use std::collections::BTreeMap;

/// Words with how often each stands in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(BTreeMap<String, usize>);

impl Words {
    /// Those of a text: letters and digits in a row.
    pub fn of(text: &str) -> Self {
        let mut words = Self::default();
        words.add(text);
        words
    }

    /// Adds those of a text.
    pub fn add(&mut self, text: &str) {
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            *self.0.entry(word.to_owned()).or_default() += 1;
        }
    }

    /// Takes those of a text away.
    pub fn remove(&mut self, text: &str) {
        for (word, count) in Self::of(text).0 {
            if let Some(own) = self.0.get_mut(&word) {
                *own = own.saturating_sub(count);
            }
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.values().sum()
    }

    /// Those that others lack, as often as they lack them.
    pub fn missing_in(&self, others: &Self) -> Vec<(&str, usize)> {
        let lack = |(word, count): (&'_ String, &usize)| {
            let found = others.0.get(word).copied().unwrap_or_default();
            count.saturating_sub(found)
        };
        let missing = self.0.iter().map(|entry| (entry.0.as_str(), lack(entry)));
        missing.filter(|(_, count)| *count > 0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_counted() {
        let mut words = Words::of("Bread takes time, and *time* is bread.");
        assert_eq!(words.count(), 7);
        assert_eq!(
            words.missing_in(&Words::of("Bread takes time is")),
            [("and", 1), ("bread", 1), ("time", 1)]
        );
        words.remove("time");
        assert_eq!(words.missing_in(&Words::of("Bread takes time and is bread")), []);
    }
}
