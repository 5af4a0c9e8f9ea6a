import "./app/mantine.css";
import "./app/global.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { installWorker } from "./app/install";
import { startLanguage } from "./i18n";

installWorker();
await startLanguage();
createRoot(document.getElementById("root")!).render(<App />);
