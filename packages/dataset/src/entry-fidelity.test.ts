import { expect, it } from "vitest";
import { parseDataset } from "./index.ts";

const required = '"dockerfile":"FROM x","eval_script":"true"';

it("keeps number tokens, key order, string escapes and unknown fields of an entry", () => {
  const json = String.raw`{"z":1.0,"instance_id":"a-1","n":12345678901234567890,"e":1E+2,"m":-0,"s":"\u00e9 \/ \"\\","deep":{"b":[1.50,{"a":null}],"a":{}},${required}}`;
  const spaced = `[\n  ${json.replaceAll(",", " ,\n\t").replaceAll(":", " : ")} ]`;
  for (const text of [`[${json}]`, spaced, json]) expect(parseDataset(text).entries[0]?.json).toBe(json);
});

it("keeps white space inside of strings", () => {
  const json = `{"instance_id":"a-1",${required},"text":"a : b ,\\n [ c ] \\" { "}`;
  expect(parseDataset(`[ ${json} ]`).entries[0]?.json).toBe(json);
});

it("sets fields in place, appends new ones in order, removes undefined ones and leaves the rest as it was", () => {
  const json = `{"n":1.0,"instance_id":"a-1","docker_image":"old","docker_name":{"a":[1,"}"]},${required}}`;
  const [entry] = parseDataset(json).entries;
  expect(entry?.withFields({ network: "none", docker_image: "new\n", docker_name: undefined, FAIL_TO_PASS: ["t[1]"] })).toBe(
    `{"n":1.0,"instance_id":"a-1","docker_image":"new\\n",${required},"network":"none","FAIL_TO_PASS":["t[1]"]}`,
  );
  expect(entry?.withFields({})).toBe(json);
});

it("recognises a field whose name is written with escapes, and one that is there twice", () => {
  const json = String.raw`{"instance_id":"first","a":1,"instance_\u0069d":"a-1",${required}}`;
  const [entry] = parseDataset(json).entries;
  expect(entry?.instance.instanceId).toBe("a-1");
  expect(entry?.withFields({ instance_id: "b-2" })).toBe(`{"a":1,"instance_id":"b-2",${required}}`);
});

it("is not fooled by keys of the object's prototype", () => {
  const [entry] = parseDataset(`{"instance_id":"a-1","__proto__":{"x":1},"constructor":1,${required}}`).entries;
  expect(entry?.json).toContain('"__proto__":{"x":1},"constructor":1');
  expect(entry?.withFields({ toString: "x" })).toMatch(/"toString":"x"}$/);
});

it("reads the same whatever the pieces in which a file arrives", async () => {
  const { createCollector } = await import("./parse-dataset.ts");
  const texts = [
    `\uFEFF[ {"instance_id":"a-1","t":"é\\"[{,","x":[1,{}],${required}} , {"instance_id":"a-2",${required}} ]`,
    `{"instance_id":"a-1","t":"\\\\","x":"é",${required}}\r\n\n{"instance_id":"a-2",${required}}`,
  ];
  for (const text of texts) {
    const whole = parseDataset(text).entries.map(({ json }) => json);
    const bytes = Buffer.from(text);
    for (const size of [1, 2, 3, 7, 64]) {
      const { splitter, finish } = createCollector({});
      for (let at = 0; at < bytes.length; at += size) splitter.push(bytes.subarray(at, at + size));
      expect(finish().entries.map(({ json }) => json)).toEqual(whole);
    }
    expect(whole).toHaveLength(2);
  }
});
