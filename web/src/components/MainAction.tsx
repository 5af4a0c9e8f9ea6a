/** The one coloured action of a page: at least 44 px high everywhere, never sent twice while it runs. */
import { Button, createPolymorphicComponent, type ButtonProps } from "@mantine/core";
import { forwardRef } from "react";

export const MainAction = createPolymorphicComponent<"button", ButtonProps>(
  forwardRef<HTMLButtonElement, ButtonProps>((props, ref) => <Button {...props} ref={ref} h={44} px={18} data-main-action />),
);
