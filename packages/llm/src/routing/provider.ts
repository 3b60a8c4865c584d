export type Wire = "openai" | "anthropic";

/** A service that models are asked at, and how. One row of the routing table. */
export interface Provider {
  /** The prefix in `PREFIX/model`. */
  readonly id: string;
  readonly wire: Wire;
  /** Its public address; undefined where every user has an address of their own. */
  readonly baseUrl?: string | undefined;
  /** Variables that hold its key, the first one found counts; the first is named when none is set. */
  readonly keyVariables: readonly string[];
  /** Variables that hold its address, before the public one. */
  readonly baseUrlVariables: readonly string[];
  /** Host names that belong to it: its key goes there, no other key does. A leading dot stands for any subdomain. */
  readonly hosts: readonly string[];
  /** Its name as a vendor at OpenRouter, where it has one. */
  readonly openRouterVendor?: string | undefined;
}
