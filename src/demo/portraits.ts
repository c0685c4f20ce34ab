// The pictures of the demo's people, drawn as SVG: photos of real people have no place here.
import type { PersonKey } from './workspace.ts';

interface Look {
  backdrop: string;
  skin: string;
  hair: string;
  style: keyof typeof hairStyles;
  shirt: string;
  hasGlasses?: boolean;
}

/** The outline of the hair: what is behind the head, and what is above the forehead. */
const hairStyles = {
  long: {
    behind: 'M18 34a18 18 0 0 1 36 0v20q-18 6-36 0z',
    front: 'M21 33c0-22 30-22 30 0-5-8-10-10-15-10-4 0-11 3-15 10z',
  },
  short: { behind: '', front: 'M21 31c-2-21 32-21 30 0-2-6-4-8-8-9-6 2-13 1-17-1-3 2-4 5-5 10z' },
  bun: { behind: 'M28 14a8 8 0 1 1 16 0v8H28z', front: 'M21 32c-1-21 31-21 30 0-4-9-9-11-15-11s-11 2-15 11z' },
  curly: {
    behind: 'M17 32a9 9 0 0 1 5-14 9 9 0 0 1 14-6 9 9 0 0 1 14 6 9 9 0 0 1 5 14q2 10-5 14H22q-7-4-5-14z',
    front: 'M22 30q2-11 14-10 12-1 14 10-6-6-14-6t-14 6z',
  },
  bald: { behind: '', front: '' },
} as const;

const looks: Record<PersonKey, Look> = {
  ada: { backdrop: '#f6d7b0', skin: '#e8b98f', hair: '#2b2320', style: 'long', shirt: '#31708f' },
  ben: { backdrop: '#cfe3d4', skin: '#8d5a3b', hair: '#1d1512', style: 'short', shirt: '#c2593f', hasGlasses: true },
  rita: { backdrop: '#e5d4ef', skin: '#f0c9a8', hair: '#b5532e', style: 'bun', shirt: '#4f6d4a' },
  rosa: { backdrop: '#cfe0f5', skin: '#d9a178', hair: '#4a2c1d', style: 'curly', shirt: '#a63d5c' },
  omar: { backdrop: '#f3dede', skin: '#b67c52', hair: '#20170f', style: 'short', shirt: '#3c4f76' },
  pat: { backdrop: '#e9e0cf', skin: '#e2b18c', hair: '#8a8378', style: 'short', shirt: '#7a5c8e', hasGlasses: true },
  max: { backdrop: '#d5ecec', skin: '#f0c4a2', hair: '#6b4a2f', style: 'short', shirt: '#2f6f5e' },
  mia: { backdrop: '#fbe3c4', skin: '#f1caa6', hair: '#1c1a1a', style: 'bun', shirt: '#6a4c93', hasGlasses: true },
  tia: { backdrop: '#dde3c9', skin: '#7a4a2e', hair: '#15100d', style: 'curly', shirt: '#d08c2f' },
  sam: { backdrop: '#dcdfe6', skin: '#eebf99', hair: '#000000', style: 'bald', shirt: '#59616e' },
};

/** Draws a person's picture as SVG. */
export function portrait(key: PersonKey): string {
  const { backdrop, skin, hair, style, shirt, hasGlasses } = looks[key];
  const { behind, front } = hairStyles[style];
  const glasses =
    '<g fill="none" stroke="#333" stroke-width="1.4"><circle cx="30" cy="34" r="4.6"/><circle cx="42" cy="34" r="4.6"/><path d="M34.6 34h2.8"/></g>';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72">
<rect width="72" height="72" fill="${backdrop}"/>
<path fill="${hair}" d="${behind}"/>
<path fill="${shirt}" d="M8 72c0-14 11-20 28-20s28 6 28 20z"/>
<path fill="${skin}" d="M30 42h12v11a6 5 0 0 1-12 0z"/>
<path fill="#000" fill-opacity=".12" d="M30 47q6 5 12 0v3q-6 5-12 0z"/>
<ellipse cx="36" cy="34" rx="14" ry="15.5" fill="${skin}"/>
<path fill="${hair}" d="${front}"/>
<circle cx="30" cy="34" r="1.7" fill="#2a211d"/><circle cx="42" cy="34" r="1.7" fill="#2a211d"/>
<path d="M31 41.5q5 4 10 0" fill="none" stroke="#2a211d" stroke-opacity=".7" stroke-width="1.6" stroke-linecap="round"/>
${hasGlasses ? glasses : ''}</svg>`;
}
