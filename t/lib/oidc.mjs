// An OpenID provider for the tests: node t/lib/oidc.mjs REDIRECT_URI AFTER_LOGOUT. It believes every name that is entered,
// which is then both `sub` and `email`; it vouches for no address that was entered as "unsure ADDRESS". Prints its issuer
// when it can be asked, and ends when its standard input does.
import http from "node:http";
import Provider from "oidc-provider";

const server = http.createServer();
server.listen(0, "127.0.0.1", () => {
    const issuer = `http://127.0.0.1:${server.address().port}`;
    const provider = new Provider(issuer, {
        clients: [{
            client_id: "portal", client_secret: "a-secret-of-the-tests", redirect_uris: [process.argv[2]],
            post_logout_redirect_uris: [process.argv[3]],
        }],
        claims: { openid: ["sub"], email: ["email", "email_verified"] },
        cookies: { keys: ["a key of the tests"] },
        findAccount: (ctx, id) => ({
            accountId: id,
            claims: () => ({ sub: id, email: id.replace("unsure ", ""), email_verified: !id.startsWith("unsure ") }),
        }),
    });
    server.on("request", provider.callback());
    process.stdout.write(`${issuer}\n`);
});
process.stdin.resume().on("end", () => process.exit(0));
