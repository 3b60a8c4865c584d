import { describe, expect, it } from "vitest";
import * as core from "../index.ts";
import { describeError, ImageNotFoundError, InputError, SweError } from "../index.ts";

describe("SweError", () => {
  it("is recognised across copies of the package by its marker", () => {
    const error = new InputError({ message: "Bad flag." });
    expect(SweError.isInstance(error)).toBe(true);
    expect(SweError.isInstance(new Error("plain"))).toBe(false);
    expect(SweError.isInstance(null)).toBe(false);
    const foreign = Object.defineProperty(new Error("other copy"), Symbol.for("@swe/core.SweError"), { value: true });
    expect(SweError.isInstance(foreign)).toBe(true);
  });

  it("tells what happened and what to do next in one line", () => {
    const error = new ImageNotFoundError({ message: "No image x:1.", remedy: "Build it first.", image: "x:1" });
    expect(describeError(error)).toBe("No image x:1. Build it first.");
    expect(describeError(new Error("plain"))).toBe("plain");
    expect(describeError("text")).toBe("text");
    expect(error.image).toBe("x:1");
  });

  it("keeps the cause and has the class's own name", () => {
    const cause = new Error("socket closed");
    const error = new InputError({ message: "m", cause });
    expect(error.cause).toBe(cause);
    expect(error.name).toBe("InputError");
    expect(`${error}`).toBe("InputError: m");
  });

  it("gives every exported error class a name and code of its own", () => {
    const classes = Object.entries(core).filter(
      ([name, value]) =>
        name.endsWith("Error") && name !== "SweError" && typeof value === "function" && value.prototype instanceof SweError,
    );
    expect(classes.length).toBeGreaterThan(10);
    const seen = new Set<string>();
    for (const [name, value] of classes) {
      const Class = value as unknown as new (options: object) => SweError;
      const error = new Class({ message: "m" });
      expect(error.name).toBe(name);
      expect(seen.has(error.code), `${name} shares code ${error.code}`).toBe(false);
      seen.add(error.code);
    }
  });
});
