import { describe, expect, it } from "vitest";
import { describeChatModelContract } from "./chat-model-contract.ts";
import { createScriptedModel } from "./scripted-model.ts";

const messages = [{ role: "user", content: "x" }] as const;

describeChatModelContract("scripted fake", (replies) =>
  Promise.resolve({ model: createScriptedModel(replies), [Symbol.asyncDispose]: () => Promise.resolve() }),
);

describe("createScriptedModel", () => {
  it("records what it was asked, as it was then", async () => {
    const model = createScriptedModel(["a", "b"]);
    const history = [...messages];
    await model.generate({ messages: history, temperature: 0 });
    history.pop();
    expect(model.calls).toEqual([{ messages: [{ role: "user", content: "x" }], temperature: 0 }]);
  });

  it("rejects with an error in its script, and beyond its last reply", async () => {
    const model = createScriptedModel([new Error("outage")]);
    await expect(model.generate({ messages })).rejects.toThrow("outage");
    await expect(model.generate({ messages })).rejects.toThrow(/no reply left/);
  });
});
