import "@/i18n/late/account";
import { Button, Loader, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, Navigate } from "react-router";
import { personApi } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useMe } from "@/app/session";
import { ProblemBanner } from "@/components/states";
import { useMailToken } from "@/lib/mailToken";
import { AccountFrame } from "./AccountFrame";

/** The link of the first mail: proves the address of whoever is signed in. */
export default function VerifyPage() {
  const { t } = useTranslation();
  const { token, spent } = useMailToken("verification");
  const queries = useQueryClient();
  const me = useMe();
  const proof = useQuery({
    queryKey: ["verify", token], enabled: !!me.data, staleTime: Infinity, refetchOnWindowFocus: false,
    queryFn: async () => {
      const out = await personApi.send("put", "/me/verification", {}, { token });
      queries.setQueryData(["me"], out);
      spent();
      return out;
    },
  });
  if (me.data === null) return <Navigate to="/signin?next=/verification" replace />;
  return (
    <AccountFrame title={t("account:verify.title")} foot={<Button component={Link} to="/" variant="default">{t("app:action.go_home")}</Button>}>
      {proof.isPending && <Loader aria-label={t("app:state.loading")} />}
      {proof.isError && <ProblemBanner problem={asProblem(proof.error)} />}
      {proof.data && <Text role="status">{t("account:verify.done")}</Text>}
    </AccountFrame>
  );
}
