import { useParams } from "react-router";
import { NewImport } from "./NewImport";
import { ShownImport } from "./ShownImport";

export default function ImportPage() {
  const { id = "" } = useParams();
  return id === "new" ? <NewImport /> : <ShownImport id={id} />;
}
