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
COPY scripts ./scripts
# What one start compiled, the next one reads.
RUN mkdir -p node_modules/.cache/compiled && chown -R node:node node_modules/.cache
USER node
VOLUME /data
EXPOSE 4000
# By the shell: a Node.js every few seconds would cost more than an idle Halo.
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$PORT && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
CMD ["node", "server/main.ts"]
