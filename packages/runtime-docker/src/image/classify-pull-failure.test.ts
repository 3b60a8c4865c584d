import { expect, it } from "vitest";
import { classifyPullFailure } from "./classify-pull-failure.ts";

const image = "registry.example:500/swe/django_timeout__django-429-14290:v502";

it.each([
  "toomanyrequests: You have reached your pull rate limit",
  `error pulling image: received unexpected HTTP status: 429 Too Many Requests`,
  "received unexpected HTTP status: 503 Service Unavailable",
  'Get "https://registry.example:500/v2/": net/http: TLS handshake timeout',
  'Get "https://registry.example:500/v2/": dial tcp: lookup registry.example: no such host',
])("waits and asks again after %j", (said) => {
  expect(classifyPullFailure(image, said)).toMatchObject({ kind: "later", reason: said, error: { code: "engine_unavailable" } });
});

it.each([
  `manifest for ${image} not found: manifest unknown: manifest unknown`,
  `The Docker engine could not pull ${image}: (HTTP code 404) unexpected - pull access denied for registry.example:500/swe/django_timeout__django-429-14290, repository does not exist`,
  `Get "https://registry.example:500/v2/swe/django_timeout__django-429-14290/manifests/v502": unauthorized`,
  `The Docker engine could not pull ${image}: (HTTP code 500) server error - name unknown`,
  `unsupported digest sha256:${"429".repeat(21)}0`,
])("takes for missing, whatever numbers and words the name holds: %j", (said) => {
  expect(classifyPullFailure(image, said)).toMatchObject({ kind: "missing", error: { code: "image_not_found", image } });
});

it("says that the disk is full", () => {
  expect(() => classifyPullFailure(image, "failed to register layer: write /x: no space left on device")).toThrow("disk space");
});
