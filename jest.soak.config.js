import config from './jest.config.js';

// `npm run soak`: the same tests, each campaign at its full length (test/support/soak.ts). The workers inherit this.
process.env.CKREMM_SOAK = '1';

export default { ...config, testTimeout: 3600000 };
