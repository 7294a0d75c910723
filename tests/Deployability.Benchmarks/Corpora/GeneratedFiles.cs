using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Benchmarks.Corpora;

/// <summary>Files around the code in the mixture that repositories have: manifests with overlays, charts, compose files, Dockerfiles, settings, scripts.</summary>
internal static class GeneratedFiles
{
    private const int Kinds = 10;

    /// <summary>The same text on every machine.</summary>
    /// <param name="count">A multiple of ten.</param>
    public static ImmutableArray<SourceFile> Create(int count)
    {
        var files = ImmutableArray.CreateBuilder<SourceFile>();
        for (var index = 0; index < count / Kinds; index++)
        {
            Add($"k8s/base/app{index}/deployment.yaml", Deployment(index));
            Add($"k8s/base/app{index}/service.yaml", Service(index));
            Add($"k8s/base/app{index}/kustomization.yaml", "resources: [deployment.yaml, service.yaml]\n");
            Add($"k8s/overlays/prod/app{index}/kustomization.yaml", Overlay(index));
            Add($"infra/app{index}.yaml", Deployment(index + 10_000));
            Add($"charts/app{index}/templates/deployment.yaml", Template());
            Add(
                index % 2 == 0 ? $"charts/app{index}/values.yaml" : $"charts/app{index - 1}/Chart.yaml",
                index % 2 == 0 ? Values() : "name: app\n"
            );
            Add($"build/app{index}/Dockerfile", Dockerfile());
            Add(
                index % 2 == 0 ? $"stacks/{index}/compose.yaml" : $"config/{index}/appsettings.json",
                index % 2 == 0 ? Compose() : Settings()
            );
            Add($"wwwroot/js/app{index}.js", Script(index));
        }

        return files.ToImmutable();

        void Add(string path, string text) => files.Add(new SourceFile("/corpus/" + path, SourceText.From(text)));
    }

    private static string Deployment(int index) =>
        $$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: app{{index}}
              labels: { app: app{{index}} }
            spec:
              replicas: 2
              selector:
                matchLabels: { app: app{{index}} }
              template:
                metadata:
                  labels: { app: app{{index}} }
                spec:
                  containers:
                    - name: app
                      image: registry.example.com/app{{index}}:1.2.3
                      ports: [{ name: http, containerPort: 8080 }]
                      env:
                        - { name: Services__Inventory__BaseUrl, value: "http://inventory:8080" }
                        - name: ConnectionStrings__Shop
                          valueFrom: { secretKeyRef: { name: app{{index}}, key: shop } }
                      resources:
                        requests: { cpu: 100m, memory: 128Mi }
                        limits: { memory: 256Mi }
                      readinessProbe: { httpGet: { path: /healthz/ready, port: http } }
                      livenessProbe: { httpGet: { path: /healthz/live, port: http } }

            """;

    private static string Service(int index) =>
        $$"""
            apiVersion: v1
            kind: Service
            metadata:
              name: app{{index}}
            spec:
              selector: { app: app{{index}} }
              ports: [{ port: 80, targetPort: http }]

            """;

    private static string Overlay(int index) =>
        $$"""
            resources: [../../../base/app{{index}}]
            namespace: prod
            images: [{ name: registry.example.com/app{{index}}, newTag: 1.2.4 }]
            patches:
              - target: { kind: Deployment }
                patch: |-
                  - op: replace
                    path: /spec/replicas
                    value: 4
            configMapGenerator:
              - name: settings
                literals: [Logging__LogLevel__Default=Warning]

            """;

    private static string Template() =>
        """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: {{ include "app.fullname" . }}
              labels:
                {{- include "app.labels" . | nindent 4 }}
            spec:
              replicas: {{ .Values.replicaCount }}
              selector:
                matchLabels:
                  {{- include "app.selectorLabels" . | nindent 6 }}
              template:
                metadata:
                  labels:
                    {{- include "app.selectorLabels" . | nindent 8 }}
                spec:
                  containers:
                    - name: {{ .Chart.Name }}
                      image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
                      {{- with .Values.resources }}
                      resources:
                        {{- toYaml . | nindent 12 }}
                      {{- end }}

            """;

    private static string Values() =>
        "replicaCount: 2\nimage:\n  repository: registry.example.com/app\n  tag: 1.2.3\nresources:\n  requests: { cpu: 100m, memory: 128Mi }\n  limits: { memory: 256Mi }\n";

    private static string Dockerfile() =>
        """
            FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
            WORKDIR /src
            COPY ["src/App/App.csproj", "src/App/"]
            RUN dotnet restore src/App/App.csproj
            COPY src src
            RUN dotnet publish src/App/App.csproj -c Release -o /app
            FROM mcr.microsoft.com/dotnet/aspnet:10.0
            WORKDIR /app
            COPY --from=build /app .
            USER $APP_UID
            HEALTHCHECK NONE
            ENTRYPOINT ["dotnet", "App.dll"]

            """;

    private static string Compose() =>
        """
            services:
              app:
                image: registry.example.com/app:1.2.3
                environment:
                  ConnectionStrings__Shop: ${SHOP:?}
                  Logging__LogLevel__Default: Information
                ports: ["8080:8080"]
                depends_on: { db: { condition: service_healthy } }
              db:
                image: postgres:17
                environment: [POSTGRES_PASSWORD_FILE=/run/secrets/db]

            """;

    private static string Settings() =>
        """{ "Logging": { "LogLevel": { "Default": "Information" } }, "Services": { "Inventory": { "BaseUrl": "http://inventory:8080" } }, "Features": [ "a", "b" ] }""";

    private static string Script(int index) =>
        $$"""
            import { load } from './load.js';
            const base = '/api/items/{{index}}';
            export async function refresh(element, page = 1) {
              const answer = await fetch(`${base}?page=${page}`, { headers: { Accept: 'application/json' } });
              if (!answer.ok) throw new Error(`failed with ${answer.status}`);
              for (const item of await answer.json()) {
                const row = document.createElement('tr');
                row.innerHTML = '<td>' + item.name.replace(/[<>&]/g, '') + '</td>'; // plain text only
                element.append(row);
              }
              return load(page + 1);
            }

            """;
}
