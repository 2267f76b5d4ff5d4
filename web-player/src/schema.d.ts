/**
 * The API as docs/api.md states it, in the shape that openapi-typescript writes.
 * `npm run client` replaces this file from docs/openapi.json.
 */

export interface paths {
    "/api/session": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: operations["show_session"];
        put?: never;
        post: operations["create_session"];
        delete: operations["delete_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sites/{site}/recordings": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: operations["list_recordings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sites/{site}/recordings/{recording}": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: operations["show_recording"];
        put?: never;
        post?: never;
        delete: operations["erase_recording"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sites/{site}/recordings/{recording}/events": {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        get: operations["show_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Credentials: { email: string; password: string };
        Member: { id: string; email: string; name: string };
        Organisation: { id: string; name: string };
        /** @enum {string} */
        Purpose: "support" | "ux" | "errors";
        /** @enum {string} */
        Role: "owner" | "dpo" | "approver" | "agent" | "analyst" | "developer" | "auditor" | "operator";
        SessionSite: {
            key: string;
            name: string;
            watch: components["schemas"]["Purpose"][];
            erase: components["schemas"]["Purpose"][];
        };
        Session: {
            member: components["schemas"]["Member"];
            organisation: components["schemas"]["Organisation"];
            roles: components["schemas"]["Role"][];
            sites: components["schemas"]["SessionSite"][];
        };
        /** @enum {string} */
        RecordingState: "open" | "settled";
        /** @enum {string} */
        DurationBand: "under_1_min" | "under_5_min" | "under_15_min" | "under_30_min" | "over_30_min";
        /** @enum {string} */
        Device: "desktop" | "tablet" | "mobile" | "unknown";
        /** @enum {string} */
        Browser: "chrome" | "edge" | "firefox" | "safari" | "other";
        Recording: {
            /** Format: uuid */
            id: string;
            purpose: components["schemas"]["Purpose"];
            /** Format: int32 */
            policy_version: number;
            /** Format: date-time */
            opened_hour: string;
            state: components["schemas"]["RecordingState"];
            duration_band?: components["schemas"]["DurationBand"];
            device: components["schemas"]["Device"];
            browser: components["schemas"]["Browser"];
            entry_route?: string;
            /** Format: date-time */
            expires_at?: string;
            imported: boolean;
            /** Format: int64 */
            masked_on_arrival: number;
        };
        RecordingPage: {
            recordings: components["schemas"]["Recording"][];
            next?: string;
        };
        Problem: {
            type: string;
            title: string;
            /** Format: int32 */
            status: number;
            detail?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
type Failure = {
    headers: { [name: string]: unknown };
    content: { "application/problem+json": components["schemas"]["Problem"] };
};
type Empty = { headers: { [name: string]: unknown }; content?: never };
export interface operations {
    create_session: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        requestBody: { content: { "application/json": components["schemas"]["Credentials"] } };
        responses: { 204: Empty; 401: Failure; 429: Failure };
    };
    show_session: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown };
                content: { "application/json": components["schemas"]["Session"] };
            };
            401: Failure;
        };
    };
    delete_session: {
        parameters: { query?: never; header?: never; path?: never; cookie?: never };
        requestBody?: never;
        responses: { 204: Empty; 401: Failure };
    };
    list_recordings: {
        parameters: {
            query: { purpose: components["schemas"]["Purpose"]; cursor?: string; limit?: number };
            header?: never;
            path: { site: string };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown };
                content: { "application/json": components["schemas"]["RecordingPage"] };
            };
            401: Failure;
            403: Failure;
            404: Failure;
        };
    };
    show_recording: {
        parameters: {
            query?: never;
            header?: never;
            path: { site: string; recording: string };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown };
                content: { "application/json": components["schemas"]["Recording"] };
            };
            401: Failure;
            404: Failure;
        };
    };
    erase_recording: {
        parameters: {
            query?: never;
            header?: never;
            path: { site: string; recording: string };
            cookie?: never;
        };
        requestBody?: never;
        responses: { 204: Empty; 401: Failure; 404: Failure };
    };
    show_events: {
        parameters: {
            query?: never;
            header?: never;
            path: { site: string; recording: string };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: { [name: string]: unknown };
                content: { "application/json": Record<string, never>[] };
            };
            401: Failure;
            404: Failure;
        };
    };
}
