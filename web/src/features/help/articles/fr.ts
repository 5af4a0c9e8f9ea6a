/** The articles in French, one Markdown file per page of the application. */
const files = import.meta.glob<string>("./fr/*.md", { eager: true, query: "?raw", import: "default" });
export default files;
