FROM node:24-slim AS build
WORKDIR /halo
COPY package.json package-lock.json ./
COPY scripts ./scripts
RUN npm install --no-save --include=dev --no-audit --no-fund
COPY tsconfig.json ./
COPY protocol ./protocol
COPY texts ./texts
COPY client ./client
COPY widget ./widget
COPY dashboard ./dashboard
COPY demo ./demo
COPY sdk ./sdk
COPY LICENSE ./
# What runs afterwards needs neither the builders nor a Node.js of its own: the image brings one.
RUN node scripts/build.ts && npm prune --omit=dev --no-audit --no-fund && rm -rf node_modules/node node_modules/.bin/node

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 HALO_DATA=/data
WORKDIR /halo
RUN mkdir /data && chown node:node /data
COPY --from=build /halo/package.json ./
COPY --from=build /halo/node_modules ./node_modules
COPY --from=build /halo/dist ./dist
COPY protocol ./protocol
COPY texts ./texts
COPY server ./server
COPY demo ./demo
USER node
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/main.ts"]
