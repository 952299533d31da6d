export {
  type BackendKit,
  type BackendKitOptions,
  type Clock,
  createBackendKit,
  type Fetch,
} from './create-backend-kit.ts';
export { BackendKitError, type BackendKitErrorCode } from './errors.ts';
export { type CallTokenToSign, callLink, type LinkPlace, loginLink, signCallToken } from './phone-link.ts';
export { type AccessKey, type RequestToSign, type SignedHeaders, signRequest } from './sign-request.ts';
export { type RequestToVerify, verifyRequest } from './verify-request.ts';
export { type HubWebhookToVerify, type VerifiedHubWebhook, verifyHubWebhook } from './verify-hub-webhook.ts';
export { type VerifiedWebhook, verifyWebhook, type WebhookHeaders, type WebhookToVerify } from './verify-webhook.ts';
