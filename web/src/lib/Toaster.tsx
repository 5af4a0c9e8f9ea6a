import "@mantine/notifications/styles.css";
import { Notifications } from "@mantine/notifications";

export default function Toaster() {
  return <Notifications position="bottom-left" autoClose={5000} limit={4} containerWidth={360} withinPortal style={{ marginBottom: 64 }} />;
}
