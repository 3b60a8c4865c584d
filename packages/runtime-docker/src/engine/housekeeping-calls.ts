import type { DockerClient } from "./docker-client.ts";
import type { Engine, EngineResource } from "./engine.ts";
import type { EngineCaller } from "./engine-caller.ts";
import { engineStatus } from "./translate-engine-error.ts";

type HousekeepingCalls = Pick<Engine, "listNetworks" | "removeNetwork" | "listVolumes" | "removeVolume">;

export function createHousekeepingCalls(client: DockerClient, call: EngineCaller): HousekeepingCalls {
  async function removed(action: string, remove: () => Promise<unknown>): Promise<boolean> {
    try {
      await call(action, remove, { idempotent: true });
      return true;
    } catch (error) {
      const status = engineStatus(error);
      if (status === 404) return true;
      if (status === 403 || status === 409) return false; // still in use
      throw error;
    }
  }
  return {
    listNetworks: async ({ label, abortSignal }) => {
      const filters = JSON.stringify({ label: [label] });
      const found = await call("list networks", (signal) => client.listNetworks({ filters, abortSignal: signal }), {
        abortSignal,
        idempotent: true,
      });
      return found.map((raw): EngineResource => ({ id: raw.Id, labels: raw.Labels ?? {} }));
    },
    listVolumes: async ({ label, abortSignal }) => {
      const filters = JSON.stringify({ label: [label] });
      const found = await call("list volumes", (signal) => client.listVolumes({ filters, abortSignal: signal }), {
        abortSignal,
        idempotent: true,
      });
      return (found.Volumes ?? []).map((raw): EngineResource => ({ id: raw.Name, labels: raw.Labels ?? {} }));
    },
    removeNetwork: (id) => removed("remove a network", () => client.getNetwork(id).remove()),
    removeVolume: (id) => removed("remove a volume", () => client.getVolume(id).remove()),
  };
}
