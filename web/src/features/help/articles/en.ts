/** The articles in English, one Markdown file per page of the application. */
const files = import.meta.glob<string>("./en/*.md", { eager: true, query: "?raw", import: "default" });
export default files;
