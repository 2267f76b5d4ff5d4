import { describe, expect, it } from "vitest";
import { problem } from "../api/http";
import { nameProblem } from "./problems";

describe("a problem in words", () => {
  it("goes by its type, never by the server's title", () => {
    expect(nameProblem(problem(409, "/problems/last-owner"))).toBe("lastOwner");
    expect(nameProblem(problem(422, "/problems/password-too-short"))).toBe("passwordShort");
  });

  it("goes by its status where the type is unknown", () => {
    expect(nameProblem(problem(403, "/problems/of-a-newer-server"))).toBe("denied");
    expect(nameProblem(problem(404, "about:blank"))).toBe("gone");
    expect(nameProblem(problem(500, "/problems/internal"))).toBe("failed");
  });

  it("tells no answer, an unreadable answer and a fault of ours apart", () => {
    expect(nameProblem(problem(0, "TypeError"))).toBe("unreachable");
    expect(nameProblem(problem(200, "no content"))).toBe("broken");
    expect(nameProblem(new Error("oops"))).toBe("crashed");
  });
});
