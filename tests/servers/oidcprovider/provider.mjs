// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// oidc-provider (OpenID certified, by others) with Entra's shape: its paths below a tenant, its scopes, its claims. What it decides stays
// its own: PKCE, codes, rotation, client authentication. server.py starts it; the settings come as one JSON argument.
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

import { Desk } from './control.mjs';

const settings = JSON.parse(process.argv[2]);
const words = process.argv.slice(3);
const option = (name) => words[words.indexOf(name) + 1];
const fromModules = createRequire(`${settings.modules}/x.js`);
const { default: Provider, errors } = await import(pathToFileURL(fromModules.resolve('oidc-provider')).href);

const tenant = settings.tenant;
const base = `${settings.publicAddress || `https://127.0.0.1:${option('--tls-port')}`}/${tenant}`;
const desk = new Desk();
const life = { AccessToken: 3599, ClientCredentials: 3599, AuthorizationCode: 600, DeviceCode: 900, RefreshToken: 90 * 86400 };

// Of the scopes that are asked for, the resource that they belong to: https://vault.azure.net/.default.
function resourceOf(scopes) {
  const found = [...scopes].find((scope) => scope.startsWith('https://'));
  return found && new URL(found).origin;
}

function resourceServer(resource) {
  if (!settings.resources.includes(resource)) {
    throw new errors.InvalidTarget(`AADSTS500011: The resource principal named ${resource} was not found in the tenant`);
  }
  return {
    scope: `${resource}/.default ${resource}/user_impersonation`, audience: resource, accessTokenFormat: 'jwt',
    accessTokenTTL: life.AccessToken,
    jwt: { sign: { alg: 'RS256' } },
  };
}

const ownKey = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
const clientKey = crypto.createPublicKey(fs.readFileSync(settings.clientCertificate)).export({ format: 'jwk' });
const common = { response_types: [], redirect_uris: [], grant_types: ['client_credentials'] };
const clients = [
  ...settings.natives.map((id) => ({
    client_id: id, application_type: 'native', token_endpoint_auth_method: 'none', response_types: ['code'],
    redirect_uris: ['http://localhost', 'http://localhost/', 'http://127.0.0.1', 'http://127.0.0.1/'],
    grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
  })),
  { ...common, client_id: settings.secret, client_secret: settings.clientSecret, token_endpoint_auth_method: 'client_secret_post' },
  { ...common, client_id: settings.certificate, token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [clientKey] } },
];

const configuration = {
  clients,
  jwks: { keys: [{ ...ownKey, use: 'sig', alg: 'RS256', kid: 'of this run' }] },
  cookies: { keys: ['cookies of one run'] },
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: async (ctx, client, code) => client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
  scopes: ['openid', 'profile', 'offline_access'],
  claims: { openid: ['sub'], profile: ['preferred_username', 'oid', 'tid', 'name'] },
  conformIdTokenClaims: false,
  findAccount: (ctx, id) => ({
    accountId: id, claims: () => ({ sub: id, preferred_username: id, name: id, oid: settings.oid, tid: tenant }),
  }),
  extraTokenClaims: (ctx, token) => ({
    tid: tenant, oid: token.accountId ? settings.oid : token.clientId, ver: '1.0', appid: token.clientId,
  }),
  routes: {
    authorization: '/oauth2/v2.0/authorize', token: '/oauth2/v2.0/token', jwks: '/discovery/v2.0/keys',
    device_authorization: '/oauth2/v2.0/devicecode', code_verification: '/oauth2/v2.0/deviceauth',
  },
  ttl: {
    ...Object.fromEntries(Object.keys(life).map((kind) => [kind, () => life[kind]])),
    IdToken: 3600, Grant: 86400, Interaction: 3600, Session: 86400,
  },
  clientAuthMethods: ['none', 'client_secret_post', 'private_key_jwt'],
  enabledJWA: { clientAuthSigningAlgValues: ['RS256', 'PS256'], idTokenSigningAlgValues: ['RS256'] },
  features: {
    devInteractions: { enabled: true },
    deviceFlow: { enabled: true },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true, useGrantedResource: () => true, getResourceServerInfo: (ctx, resource) => resourceServer(resource),
      defaultResource: (ctx) => resourceOf((ctx.oidc.params?.scope ?? '').split(' ')),
    },
  },
};

const provider = new Provider(`${base}/v2.0`, configuration);

// Entra gives no address that holds the code, but says how often to ask.
provider.use(async (ctx, next) => {
  await next();
  if (ctx.oidc?.route === 'device_authorization' && ctx.body?.device_code) {
    delete ctx.body.verification_uri_complete;
    ctx.body.interval = settings.interval;
    ctx.body.message = `To sign in, open ${ctx.body.verification_uri} and enter the code ${ctx.body.user_code}.`;
  }
  if (ctx.status >= 400 && ctx.body?.error) {
    desk.refused(ctx.body.error);
  }
});

const answer = provider.callback();

function operationOf(path) {
  const known = /\/oauth2\/v2\.0\/(authorize|token|devicecode|deviceauth)\/?$/.exec(path);
  return known ? known[1] : path.endsWith('/openid-configuration') ? 'discovery' : path.endsWith('/keys') ? 'keys' : 'page';
}

// Everything lives below the tenant; organizations and common lead to the only one there is.
function onRequest(request, response) {
  const [, first, rest] = /^\/([^/?]*)(.*)$/.exec(request.url) ?? [];
  const operation = operationOf((rest ?? '').split('?')[0]);
  desk.asked(operation);
  const fault = desk.take(operation);
  if (fault) {
    const body = JSON.stringify({ error: fault.code, error_description: `AADSTS90000: ${fault.message}`, error_codes: [90000] });
    response.writeHead(fault.status, { 'Content-Type': 'application/json' }).end(fault.code === '-' ? '' : body);
    return;
  }
  if (![tenant, 'organizations', 'common'].includes(first)) {
    const body = { error: 'invalid_tenant', error_description: `AADSTS90002: Tenant '${first}' not found.`, error_codes: [90002] };
    response.writeHead(400, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    return;
  }
  request.url = rest.replace(/^\/v2\.0\/\.well-known\//, '/.well-known/');
  // Entra lets the person choose among accounts; here the person always says who it is.
  if (operation === 'authorize') request.url = request.url.replace('prompt=select_account', 'prompt=login%20consent');
  request.originalUrl = `/${first}${request.url}`;
  answer(request, response);
}

// What a federated workload finds in its token file: signed elsewhere, for this client.
function assertion() {
  const now = Math.floor(Date.now() / 1000);
  const encoded = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const claims = { iss: settings.certificate, sub: settings.certificate, aud: `${base}/v2.0`, jti: crypto.randomUUID(),
    iat: now, exp: now + 600 };
  const text = `${encoded({ alg: 'RS256', typ: 'JWT' })}.${encoded(claims)}`;
  const signature = crypto.sign('RSA-SHA256', Buffer.from(text), fs.readFileSync(settings.clientKey)).toString('base64url');
  return { assertion: `${text}.${signature}` };
}

desk.serve(option('--control'), {
  assertion,
  life: (kind, seconds) => {
    if (kind && !(kind in life)) throw new Error(`unknown: ${kind}; known: ${Object.keys(life).join(', ')}`);
    if (kind) life[kind] = Number(seconds);
    return life;
  },
}, () => {
  const tls = { cert: fs.readFileSync(option('--certificate')), key: fs.readFileSync(option('--key')) };
  return [[https.createServer(tls, onRequest), option('--tls-port')], [http.createServer(onRequest), option('--port')]];
});
