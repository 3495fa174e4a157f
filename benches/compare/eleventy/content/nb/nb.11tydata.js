export default { locale: "nb", layout: "post.11ty.js", permalink: ({ slug }) => `/${slug}/` };
