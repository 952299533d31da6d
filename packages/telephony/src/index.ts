export { decideDial } from './dial/dial-policy.ts';
