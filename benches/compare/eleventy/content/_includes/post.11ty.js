import { escape, tagList, time } from "../../site.js";

export const data = { layout: "base.11ty.js" };

export default function (data) {
  return `
<article>
  <h1>${escape(data.title)}</h1>
  <p>${time(data.page.date, data.locale)}</p>
  ${tagList(data)}
  ${data.content}
</article>
`;
}
