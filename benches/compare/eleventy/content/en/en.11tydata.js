export default { locale: "en", layout: "post.11ty.js", permalink: ({ slug }) => `/en/${slug}/` };
