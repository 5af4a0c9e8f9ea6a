/** The releases as users read them, newest first. Each sentence says what one can now do. */
export interface Release {
  version: string;
  on: string;
  fr: string[];
  en: string[];
}

export const RELEASES: Release[] = [
  {
    version: "0.1.0",
    on: "2026-11-22",
    fr: [
      "Créez votre société, invitez vos collègues avec un rôle, activez la double authentification.",
      "Importez vos clients et vos tarifs d’un ancien logiciel : aperçu avant de lancer, registre de chaque ligne, retour en arrière.",
      "Saisissez une commande au clavier, chaque prix expliqué ; facturez en PDF et Factur-X ; encaissez ; exportez le FEC.",
      "Tout changement fait par un collègue apparaît chez vous en quelques secondes.",
    ],
    en: [
      "Create your company, invite colleagues with a role, switch on two-factor sign-in.",
      "Import customers and prices from an older program: preview before running, a ledger of every row, undo.",
      "Type an order with the keyboard, every price explained; invoice as PDF and Factur-X; record payments; export the FEC.",
      "Whatever a colleague changes appears on your screen within seconds.",
    ],
  },
];
