import { useParams } from "react-router";
import { NewPayment } from "./NewPayment";
import { ShownPayment } from "./ShownPayment";

export default function PaymentPage() {
  const { id = "" } = useParams();
  return id === "new" ? <NewPayment /> : <ShownPayment id={id} />;
}
