FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:22-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/miniapp/dist/h5 ./miniapp/dist/h5
COPY --from=build /app/bot/sandbox/page ./bot/sandbox/page
RUN mkdir /data && chown node /data
USER node
EXPOSE 3000
CMD ["node", "dist/server/main.js"]
