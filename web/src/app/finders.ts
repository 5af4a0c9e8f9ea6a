/** Where the palette looks for records: one line per kind. */
import { IconAddressBook, IconBottle, IconCreditCard, IconFileDescription, IconFileInvoice, IconListDetails, IconStack2, IconTruckDelivery, type Icon } from "@tabler/icons-react";
import type { Api } from "@/api/client";

export interface Found {
  label: string;
  hint: string;
  to: string;
  icon: Icon;
}

interface Finder {
  scope: string;
  find: (api: Api, q: string, signal: AbortSignal) => Promise<Found[]>;
}

const some = (q: string) => ({ q, limit: 5 });

export const FINDERS: Finder[] = [
  {
    scope: "crm:read",
    find: async (api, q, signal) =>
      (await api.get("/{company}/customers", {}, some(q), signal)).items.map((row) => ({
        label: row.name, hint: [row.code, row.town].filter(Boolean).join(" · "), to: `customers/${row.id}`, icon: IconAddressBook,
      })),
  },
  {
    scope: "catalogue:read",
    find: async (api, q, signal) =>
      (await api.get("/{company}/variants", {}, some(q), signal)).items.map((row) => ({
        label: row.label, hint: row.sku, to: `variants/${row.id}`, icon: IconBottle,
      })),
  },
  {
    scope: "sales:read",
    find: async (api, q, signal) =>
      (await api.get("/{company}/orders", {}, some(q), signal)).items.map((row) => ({
        label: row.number, hint: row.customer_name, to: `orders/${row.id}`, icon: IconListDetails,
      })),
  },
  {
    scope: "sales:read",
    find: async (api, q, signal) =>
      (await api.get("/{company}/invoices", {}, some(q), signal)).items.map((row) => ({
        label: row.number, hint: row.customer_name, to: `invoices/${row.id}`, icon: IconFileInvoice,
      })),
  },
  {
    scope: "sales:read",
    find: async (api, q, signal) =>
      (await api.get("/{company}/quotes", {}, some(q), signal)).items.map((row) => ({
        label: row.number, hint: row.customer_name, to: `quotes/${row.id}`, icon: IconFileDescription,
      })),
  },
  {
    scope: "sales:read",
    find: async (api, q, signal) =>
      (await api.get("/{company}/delivery-notes", {}, some(q), signal)).items.map((row) => ({
        label: row.number, hint: row.customer_name, to: `delivery-notes/${row.id}`, icon: IconTruckDelivery,
      })),
  },
  {
    scope: "payments:read",
    find: async (api, q, signal) =>
      (await api.get("/{company}/payments", {}, some(q), signal)).items.map((row) => ({
        label: row.number, hint: row.customer_name, to: `payments/${row.id}`, icon: IconCreditCard,
      })),
  },
  {
    scope: "catalogue:read",
    find: async (api, q, signal) =>
      (await api.get("/{company}/products", {}, some(q), signal)).items.map((row) => ({
        label: row.name, hint: row.code, to: `products/${row.id}`, icon: IconStack2,
      })),
  },
];
