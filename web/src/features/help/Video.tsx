/** A short silent film of the application, with what happens written below it (captions in both languages). */
import { useTranslation } from "react-i18next";
import look from "./help.module.css";

export function Video({ name }: { name: string }) {
  const { t, i18n } = useTranslation();
  const language = i18n.language === "en" ? "en" : "fr";
  return (
    <figure className={look.video}>
      <video controls muted playsInline preload="metadata" poster={`/help/${name}.jpg`} width={1280} height={800} aria-label={t("help:video")}>
        <source src={`/help/${name}.webm`} type="video/webm" />
        <track key={language} kind="captions" src={`/help/${name}.${language}.vtt`} srcLang={language} label={t(`app:language.${language}`)} default />
      </video>
    </figure>
  );
}
