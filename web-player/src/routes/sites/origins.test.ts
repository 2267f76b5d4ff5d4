import { describe, expect, it } from "vitest";
import { isKey, readOrigin, readOrigins, suggestKey } from "./origins";

describe("an origin", () => {
  it("is a scheme and a host, written as browsers write it", () => {
    expect(readOrigin(" HTTPS://Shop.Example/ ")).toMatchObject({ origin: "https://shop.example" });
    expect(readOrigin("http://localhost:5173")).toMatchObject({ origin: "http://localhost:5173" });
    expect(readOrigin("https://shop.example:443")).toMatchObject({ origin: "https://shop.example" });
    expect(readOrigin("loopback")).toMatchObject({ origin: "loopback" });
  });

  it("is suggested where something else was pasted", () => {
    expect(readOrigin("shop.example")).toMatchObject({ fault: "scheme", suggestion: "https://shop.example" });
    expect(readOrigin("https://shop.example/cart?x=1")).toMatchObject({
      fault: "path",
      suggestion: "https://shop.example",
    });
  });

  it("has no wildcards and no other schemes", () => {
    expect(readOrigin("https://*.shop.example")).toMatchObject({ fault: "wildcard" });
    expect(readOrigin("ftp://shop.example")).toEqual({ text: "ftp://shop.example", fault: "scheme" });
    expect(readOrigin("https://")).toMatchObject({ fault: "unreadable" });
    expect(readOrigin("my shop")).toMatchObject({ fault: "unreadable" });
  });
});

describe("a list of origins", () => {
  it("has one per line, each once", () => {
    expect(readOrigins("https://a.example\n\nhttps://A.example/\nhttps://b.example")).toEqual({
      origins: ["https://a.example", "https://b.example"],
      faults: [],
    });
  });

  it("names each line that is none, and its own emptiness", () => {
    expect(readOrigins("a.example\nhttps://b.example").faults).toHaveLength(1);
    expect(readOrigins(" \n").faults).toEqual([{ text: "", fault: "empty" }]);
  });
});

describe("a site's key", () => {
  it("is made from the name", () => {
    expect(suggestKey("Été & Cie — Boutique!", [])).toBe("ete-cie-boutique");
    expect(suggestKey("———", [])).toBe("");
    expect(isKey(suggestKey("x".repeat(100), []))).toBe(true);
  });

  it("differs from those that are taken", () => {
    expect(suggestKey("Shop", ["shop", "shop-2"])).toBe("shop-3");
    expect(isKey(suggestKey("x".repeat(100), ["x".repeat(63)]))).toBe(true);
  });
});
