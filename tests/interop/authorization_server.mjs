// An authorization server that this project did not write (the npm package oidc-provider) behind an adapter from
// Trakt's JSON to the form of RFC 6749. Prints its port. Everybody who asks is allowed in.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [installation, clientId, redirectUri] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${installation}/package.json`));
const { default: Provider } = await import(pathToFileURL(require.resolve("oidc-provider")));

const server = createServer();
server.listen(0, "127.0.0.1", () => {
    const issuer = `http://127.0.0.1:${server.address().port}`;
    const provider = new Provider(issuer, {
        clients: [{
            client_id: clientId,
            token_endpoint_auth_method: "none",
            redirect_uris: [redirectUri],
            grant_types: ["authorization_code"],
            response_types: ["code"],
        }],
        pkce: { methods: ["S256"], required: () => true },
        features: { devInteractions: { enabled: false } },
        interactions: { url: (_, { uid }) => `/interaction/${uid}` },
        cookies: { keys: ["for tests"] },
        findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
        async loadExistingGrant(context) {
            const grant = new context.oidc.provider.Grant({
                clientId: context.oidc.client.clientId,
                accountId: context.oidc.session.accountId,
            });
            grant.addOIDCScope("openid");
            await grant.save();
            return grant;
        },
    });
    const serve = provider.callback();
    server.on("request", async (request, response) => {
        const url = new URL(request.url, issuer);
        if (url.pathname.startsWith("/interaction/")) {
            return provider.interactionFinished(request, response, { login: { accountId: "someone" } });
        }
        if (url.pathname === "/oauth/authorize") {
            url.searchParams.set("scope", "openid");
            response.writeHead(302, { location: `/auth${url.search}` }).end();
            return;
        }
        if (url.pathname === "/oauth/token") {
            const chunks = await request.toArray();
            const form = new URLSearchParams(JSON.parse(Buffer.concat(chunks)));
            const answer = await fetch(`${issuer}/token`, { method: "POST", body: form });
            response.writeHead(answer.status, { "content-type": "application/json" });
            response.end(await answer.text());
            return;
        }
        serve(request, response);
    });
    console.log(server.address().port);
});
