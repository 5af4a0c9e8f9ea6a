/**
 * The map of the application: each page declared once with its address, its group in the rail, the scope that shows
 * it and its code, loaded when first opened. The rail, the palette and the router all read this list.
 */
import {
  IconAddressBook, IconFileCertificate, IconPlugConnected, IconReportMoney, IconAdjustments, IconArrowsExchange, IconBuildingWarehouse, IconBellRinging, IconArrowsSort, IconBook2, IconBottle, IconBulb, IconBuildingBank, IconBuildingStore, IconCategory, IconChartBar, IconCircleDot, IconCreditCard, IconCurrencyDollar, IconCreditCardPay, IconSignature, IconTransferIn, IconDiscount2, IconFileDescription, IconFileInvoice, IconFolders, IconHistory,
  IconKey, IconListDetails, IconPackage, IconReceipt, IconReceiptEuro, IconStack2, IconTableImport, IconTags, IconTemplate, IconTruckDelivery, IconUserDollar, IconUsers, IconUsersGroup, IconWebhook, IconHelp, IconListCheck, IconMail, IconMailOff, IconMessageCircle, IconSun, type Icon, IconDatabaseExport, IconMailbox, IconRubberStamp, IconShieldCheck,
} from "@tabler/icons-react";
import type { ComponentType } from "react";

export type Group = "home" | "sales" | "customers" | "products" | "accounting" | "settings";
export const GROUPS: Group[] = ["home", "sales", "customers", "products", "accounting", "settings"];

type Loader = () => Promise<{ default: ComponentType }>;

export interface PageSpec {
  /** below /c/{company}/ */
  path: string;
  load: Loader;
  /** needed to see the page; null: any member */
  scope: string | null;
  /** only pages of the rail have these three */
  group?: Group;
  icon?: Icon;
  /** i18n key of the title */
  title?: string;
  /** one of the short lists gathered on the page of parameters */
  parameters?: boolean;
  /** "go to" key, after G */
  go?: string;
  /** command of the palette: create one of these */
  create?: { to: string; title: string; scope: string };
}

export const PAGES: PageSpec[] = [
  { path: "", load: () => import("@/features/dashboard/DashboardPage"), scope: null, group: "home", icon: IconChartBar, title: "app:page.dashboard", go: "a" },

  { path: "day", load: () => import("@/features/tasks/DayPage"), scope: "tasks:read", group: "home", icon: IconSun, title: "app:page.day", go: "j" },
  { path: "tasks", load: () => import("@/features/tasks/TasksPage"), scope: "tasks:read", icon: IconListCheck, title: "app:page.tasks" },
  { path: "exports/:id", load: () => import("@/features/exports/ExportPage"), scope: null },
  { path: "help", load: () => import("@/features/help/HelpPage"), scope: null, icon: IconHelp, title: "app:page.help" },
  { path: "help/:id", load: () => import("@/features/help/HelpPage"), scope: null },
  { path: "support", load: () => import("@/features/support/SupportPage"), scope: "support:read", icon: IconMessageCircle, title: "app:page.support" },
  { path: "support/:id", load: () => import("@/features/support/SupportPage"), scope: "support:read" },
  { path: "suggestions", load: () => import("@/features/suggestions/SuggestionsPage"), scope: "support:read", icon: IconBulb, title: "app:page.suggestions" },
  { path: "suggestions/:id", load: () => import("@/features/suggestions/SuggestionsPage"), scope: "support:read" },

  { path: "quotes", load: () => import("@/features/sales/QuotesPage"), scope: "sales:read", group: "sales", icon: IconFileDescription, title: "app:page.quotes", go: "d", create: { to: "quotes/new", title: "app:create.quote", scope: "sales:write" } },
  { path: "quotes/:id", load: () => import("@/features/sales/QuotePage"), scope: "sales:read" },
  { path: "orders", load: () => import("@/features/sales/OrdersPage"), scope: "sales:read", group: "sales", icon: IconListDetails, title: "app:page.orders", go: "v", create: { to: "orders/new", title: "app:create.order", scope: "sales:write" } },
  { path: "orders/:id", load: () => import("@/features/sales/OrderPage"), scope: "sales:read" },
  { path: "delivery-notes", load: () => import("@/features/sales/DeliveryNotesPage"), scope: "sales:read", group: "sales", icon: IconTruckDelivery, title: "app:page.delivery_notes", go: "l" },
  { path: "delivery-notes/:id", load: () => import("@/features/sales/DeliveryNotePage"), scope: "sales:read" },
  { path: "invoices", load: () => import("@/features/sales/InvoicesPage"), scope: "sales:read", group: "sales", icon: IconFileInvoice, title: "app:page.invoices", go: "f" },
  { path: "invoices/:id", load: () => import("@/features/sales/InvoicePage"), scope: "sales:read" },
  { path: "einvoices", load: () => import("@/features/einvoicing/EInvoicesPage"), scope: "sales:read", group: "sales", icon: IconFileCertificate, title: "app:page.einvoices" },
  { path: "payments", load: () => import("@/features/payments/PaymentsPage"), scope: "payments:read", group: "sales", icon: IconCreditCard, title: "app:page.payments", go: "r", create: { to: "payments/new", title: "app:create.payment", scope: "payments:write" } },
  { path: "deposit-slips", load: () => import("@/features/payments/SlipsPage"), scope: "payments:read", group: "sales", icon: IconBuildingBank, title: "app:page.slips" },
  { path: "payouts", load: () => import("@/features/cards/PayoutsPage"), scope: "payments:read", group: "sales", icon: IconTransferIn, title: "app:page.payouts" },
  { path: "payouts/:id", load: () => import("@/features/cards/PayoutPage"), scope: "payments:read" },
  { path: "agent-families", load: () => import("@/features/agents/FamiliesPage"), scope: "agents:write", title: "app:page.agent_families", icon: IconUsersGroup, parameters: true },
  { path: "commission-plan", load: () => import("@/features/agents/PlanPage"), scope: "agents:write", title: "app:page.commission_plan", icon: IconArrowsSort, parameters: true },
  { path: "payments/:id", load: () => import("@/features/payments/PaymentPage"), scope: "payments:read" },

  { path: "debits", load: () => import("@/features/debits/DebitsPage"), scope: "payments:read", group: "sales", icon: IconBuildingBank, title: "app:page.debits" },
  { path: "mandates", load: () => import("@/features/debits/MandatesPage"), scope: "payments:read", title: "app:page.mandates", icon: IconSignature },
  { path: "reminders", load: () => import("@/features/reminders/RemindersPage"), scope: "payments:read", group: "sales", icon: IconBellRinging, title: "app:page.reminders" },
  { path: "messages", load: () => import("@/features/mailing/MessagesPage"), scope: "sales:read", group: "sales", icon: IconMail, title: "app:page.messages" },

  { path: "statements", load: () => import("@/features/agents/StatementsPage"), scope: "agents:read", group: "sales", icon: IconReceipt, title: "app:page.statements" },
  { path: "statements/:id", load: () => import("@/features/agents/StatementPage"), scope: "agents:read" },
  { path: "customers", load: () => import("@/features/crm/CustomersPage"), scope: "crm:read", group: "customers", icon: IconAddressBook, title: "app:page.customers", go: "c", create: { to: "customers/new", title: "app:create.customer", scope: "crm:write" } },
  { path: "customers/:id", load: () => import("@/features/crm/CustomerPage"), scope: "crm:read" },
  { path: "agents", load: () => import("@/features/agents/AgentsPage"), scope: "agents:read", group: "customers", icon: IconUserDollar, title: "app:page.agents", create: { to: "agents/new", title: "app:create.agent", scope: "agents:write" } },
  { path: "agents/:id", load: () => import("@/features/agents/AgentPage"), scope: "agents:read" },

  { path: "variants", load: () => import("@/features/catalogue/VariantsPage"), scope: "catalogue:read", group: "products", icon: IconBottle, title: "app:page.variants", go: "p", create: { to: "variants/new", title: "app:create.variant", scope: "catalogue:write" } },
  { path: "variants/:id", load: () => import("@/features/catalogue/VariantPage"), scope: "catalogue:read" },
  { path: "prices", load: () => import("@/features/pricing/PricesPage"), scope: "pricing:read", group: "products", icon: IconTags, title: "app:page.prices", go: "t" },
  { path: "promotions", load: () => import("@/features/pricing/PromotionsPage"), scope: "pricing:read", group: "products", icon: IconDiscount2, title: "app:page.promotions", create: { to: "promotions?open=new", title: "app:create.promotion", scope: "pricing:write" } },
  { path: "customers/:id/prices", load: () => import("@/features/pricing/CustomerPrices"), scope: "pricing:read" },
  { path: "grids", load: () => import("@/features/pricing/GridsPage"), scope: "pricing:read", title: "app:page.grids", icon: IconTags },
  { path: "products", load: () => import("@/features/catalogue/ProductsPage"), scope: "catalogue:read", group: "products", icon: IconStack2, title: "app:page.products", create: { to: "products/new", title: "app:create.product", scope: "catalogue:write" } },
  { path: "products/:id", load: () => import("@/features/catalogue/ProductPage"), scope: "catalogue:read" },
  { path: "products/:id/sheets/:vintage", load: () => import("@/features/catalogue/SheetPage"), scope: "catalogue:read" },
  { path: "stock", load: () => import("@/features/stock/StockPage"), scope: "stock:read", group: "products", icon: IconBuildingWarehouse, title: "app:page.stock", go: "k" },
  { path: "stock/movements", load: () => import("@/features/stock/MovementsPage"), scope: "stock:read", title: "app:page.movements", icon: IconArrowsExchange },
  { path: "stock/new", load: () => import("@/features/stock/NewMovement"), scope: "stock:write" },
  { path: "depots", load: () => import("@/features/stock/DepotsPage"), scope: "stock:read", title: "app:page.depots", icon: IconBuildingWarehouse, parameters: true },
  { path: "ranges", load: () => import("@/features/catalogue/RangesPage"), scope: "catalogue:read", title: "app:page.ranges", icon: IconCategory, parameters: true },
  { path: "product-tags", load: () => import("@/features/catalogue/TagsPage"), scope: "catalogue:read", title: "app:page.product_tags", icon: IconTags, parameters: true },
  { path: "capsules", load: () => import("@/features/catalogue/CapsulesPage"), scope: "catalogue:read", title: "app:page.capsules", icon: IconCircleDot, parameters: true },
  { path: "customs-codes", load: () => import("@/features/catalogue/CodesPage"), scope: "catalogue:read", title: "app:page.customs_codes", icon: IconTableImport, parameters: true },
  { path: "families", load: () => import("@/features/catalogue/FamiliesPage"), scope: "catalogue:read", title: "app:page.families", icon: IconFolders, parameters: true },
  { path: "packagings", load: () => import("@/features/catalogue/PackagingsPage"), scope: "catalogue:read", title: "app:page.packagings", icon: IconPackage, parameters: true },
  { path: "categories", load: () => import("@/features/crm/CategoriesPage"), scope: "crm:read", title: "app:page.categories", icon: IconUsersGroup, parameters: true },
  { path: "labels", load: () => import("@/features/crm/LabelsPage"), scope: "crm:read", title: "app:page.labels", icon: IconTags, parameters: true },
  { path: "rates", load: () => import("@/features/company/RatesPage"), scope: "sales:read", title: "app:page.rates", icon: IconCurrencyDollar, parameters: true },
  { path: "methods", load: () => import("@/features/payments/MethodsPage"), scope: "payments:read", title: "app:page.methods", icon: IconCreditCard, parameters: true },
  { path: "document-templates", load: () => import("@/features/documents/TemplatesPage"), scope: "company:read", title: "app:page.document_templates", icon: IconTemplate, parameters: true },
  { path: "document-templates/:id", load: () => import("@/features/documents/TemplatePage"), scope: "company:read" },
  { path: "mail-templates", load: () => import("@/features/mailing/TemplatesPage"), scope: "sales:read", title: "app:page.mail_templates", icon: IconMail, parameters: true },
  { path: "mail-stops", load: () => import("@/features/mailing/StopsPage"), scope: "crm:read", title: "app:page.mail_stops", icon: IconMailOff, parameters: true },

  { path: "postal", load: () => import("@/features/mailing/PostalPage"), scope: "tenancy:read", title: "app:page.postal", icon: IconMailbox, parameters: true },
  { path: "seal", load: () => import("@/features/seals/SealPage"), scope: "sales:read", title: "app:page.seal", icon: IconRubberStamp, parameters: true },
  { path: "verify", load: () => import("@/features/seals/VerifyPage"), scope: "sales:read", group: "accounting", icon: IconShieldCheck, title: "app:page.verify" },

  { path: "entries", load: () => import("@/features/accounting/EntriesPage"), scope: "accounting:read", group: "accounting", icon: IconReceiptEuro, title: "app:page.entries", go: "e" },
  { path: "fec", load: () => import("@/features/accounting/FecPage"), scope: "accounting:read", group: "accounting", icon: IconBook2, title: "app:page.fec" },

  { path: "e-reports", load: () => import("@/features/einvoicing/EReportsPage"), scope: "accounting:read", group: "accounting", icon: IconReportMoney, title: "app:page.ereports" },

  { path: "company", load: () => import("@/features/company/CompanyPage"), scope: "tenancy:read", group: "settings", icon: IconBuildingStore, title: "app:page.company" },
  { path: "users", load: () => import("@/features/company/UsersPage"), scope: "members:read", group: "settings", icon: IconUsers, title: "app:page.users" },
  { path: "parameters", load: () => import("@/features/company/ParametersPage"), scope: null, group: "settings", icon: IconAdjustments, title: "app:page.parameters" },
  { path: "platform", load: () => import("@/features/einvoicing/PlatformPage"), scope: "sales:read", group: "settings", icon: IconPlugConnected, title: "app:page.platform" },
  { path: "imports", load: () => import("@/features/imports/ImportsPage"), scope: "migration:read", group: "settings", icon: IconTableImport, title: "app:page.imports", create: { to: "imports/new", title: "app:create.import", scope: "migration:write" } },
  { path: "imports/:id/ledger", load: () => import("@/features/imports/LedgerPage"), scope: "migration:read" },
  { path: "imports/:id", load: () => import("@/features/imports/ImportPage"), scope: "migration:read" },
  { path: "card-payments", load: () => import("@/features/cards/ConnectorPage"), scope: "payments:read", group: "settings", icon: IconCreditCardPay, title: "app:page.card_payments" },
  { path: "keys", load: () => import("@/features/integrations/KeysPage"), scope: "keys:read", group: "settings", icon: IconKey, title: "app:page.keys" },
  { path: "webhooks", load: () => import("@/features/integrations/WebhooksPage"), scope: "webhooks:read", group: "settings", icon: IconWebhook, title: "app:page.webhooks" },
  { path: "webhooks/:id", load: () => import("@/features/integrations/WebhookPage"), scope: "webhooks:read" },
  { path: "backups", load: () => import("@/features/backups/BackupsPage"), scope: "tenancy:read", group: "settings", icon: IconDatabaseExport, title: "app:page.backups" },
  { path: "history", load: () => import("@/features/journal/HistoryPage"), scope: "history:read", group: "settings", icon: IconHistory, title: "app:page.history" },
];

/** Pages outside any company. Some addresses are those written in the mails. */
export const PUBLIC_PAGES: { path: string; load: Loader; signedIn: boolean }[] = [
  { path: "/signin", load: () => import("@/features/account/SignInPage"), signedIn: false },
  { path: "/signup", load: () => import("@/features/account/SignUpPage"), signedIn: false },
  { path: "/forgot", load: () => import("@/features/account/ForgotPage"), signedIn: false },
  { path: "/mot-de-passe", load: () => import("@/features/account/ResetPage"), signedIn: false },
  { path: "/invitation", load: () => import("@/features/account/InvitationPage"), signedIn: false },
  { path: "/pay/:company/:document", load: () => import("@/features/cards/PayPage"), signedIn: false },
  { path: "/mandat", load: () => import("@/features/debits/SignPage"), signedIn: false },
  { path: "/verification", load: () => import("@/features/account/VerifyPage"), signedIn: false },
  { path: "/changelog", load: () => import("@/features/help/PublicChangelogPage"), signedIn: false },
  { path: "/profil", load: () => import("@/features/account/SecurityPage"), signedIn: true },
  { path: "/desk", load: () => import("@/features/support/DeskPage"), signedIn: true },
  { path: "/companies", load: () => import("@/features/account/CompaniesPage"), signedIn: true },
  { path: "/companies/new", load: () => import("@/features/company/NewCompanyPage"), signedIn: true },
];
