# Builds the bot and copies what it runs into a small image. See deploy/README.md.
FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json tsconfig.json prisma.config.ts LICENSE ./
COPY prisma prisma
COPY src src
COPY deploy/build.js deploy/bundle.ts deploy/
RUN npm ci --no-audit --no-fund
RUN npm run bundle -- /app

FROM node:24-bookworm-slim
# two arenas of malloc instead of one for each thread: 8 MB less memory
ENV NODE_ENV=production CASEBRIDGE_DATA_DIR=/data PORT=3000 MALLOC_ARENA_MAX=2
WORKDIR /app
COPY --from=build /app ./
RUN mkdir /data && chown node:node /data
USER node
VOLUME ["/data"]
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
