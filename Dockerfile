# Three steps: the pages, the program with the pages inside, and a small system that runs it as nobody in particular.
FROM node:22-bookworm-slim AS pages
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend/ ./
RUN npm run build

FROM golang:1.26-bookworm AS program
WORKDIR /src
ENV CGO_ENABLED=0
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=pages /src/frontend/dist ./frontend/dist
RUN go build -trimpath -ldflags '-s -w' -o /tripol ./cmd/tripol

FROM alpine:3.22
# Certificates for what the program calls; busybox's wget, which is there already, asks after its health.
RUN apk add --no-cache ca-certificates && adduser -D -H -u 10001 tripol && install -d -o tripol -g tripol -m 0700 /data
COPY --from=program /tripol /usr/local/bin/tripol
USER tripol
# Photos, keys and, without Postgres, the database: the one folder to keep and to back up.
VOLUME /data
ENV TRIPOL_DATA=/data TRIPOL_ADDR=:8080
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD wget -q -O /dev/null http://127.0.0.1:8080/readyz || exit 1
ENTRYPOINT ["tripol"]
CMD ["serve"]
