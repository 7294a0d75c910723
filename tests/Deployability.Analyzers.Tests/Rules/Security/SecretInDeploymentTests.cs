using Deployability.Analyzers.Rules.Security;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.Security;

public sealed class SecretInDeploymentTests
{
    [Theory]
    [InlineData("FROM a\nENV Jwt__Key=[|kX9vQ2mZ7pL4wR8tY1uB6nC3|]\n")]
    [InlineData("FROM a AS build\nARG NUGET_TOKEN=[|\"kX9vQ2mZ7pL4wR8tY1uB6nC3\"|]\nFROM b\n")]
    [InlineData("FROM a\nRUN curl -u x https://x && [|--password=kX9vQ2mZ7pL4wR8tY1uB6nC3|]\n")]
    [InlineData("FROM a\nRUN echo [|ghp_16C7e42F292c6912E7710c838347Ae178B4a|]\n")]
    [InlineData("FROM a\nENV ConnectionStrings__Shop=[|\"Server=sql.corp.net;User Id=app;Password=kX9vQ2mZ7p\"|]\n")]
    [InlineData("FROM a\nARG TOKEN\nENV TOKEN=$TOKEN API_KEY=changeme\nRUN --mount=type=secret,id=token cat /run/secrets/token\n")]
    [InlineData("FROM a\nENV KEYCLOAK_URL=https://id.example.net SECRET_NAME=shop TOKEN_LIFETIME=3600\n")]
    public Task Dockerfiles_Trigger(string content) => Verify("Dockerfile", content);

    [Theory]
    [InlineData("compose.yaml", "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: [|kX9vQ2mZ7pL4|]\n")]
    [InlineData("compose.yaml", "services:\n  api:\n    environment:\n      - [|Jwt__Key=kX9vQ2mZ7pL4wR8tY1uB6nC3|]\n")]
    [InlineData("compose.yaml", "services:\n  api:\n    build:\n      args: { NUGET_TOKEN: [|kX9vQ2mZ7pL4wR8tY1uB6nC3|] }\n")]
    [InlineData(
        "compose.yaml",
        "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?}\n      POSTGRES_PASSWORD_FILE: /run/secrets/db\n      POSTGRES_USER: app\n"
    )]
    [InlineData(
        "compose.yaml",
        "services:\n  db: { image: 'postgres:17' }\n  api:\n    environment:\n      ConnectionStrings__Shop: [|Host=db;Username=user;Password=password|]\n"
    )]
    [InlineData(
        "compose.yaml",
        "services:\n  sql: { image: sql }\n  api:\n    environment:\n      - [|Shop=Server=sql,1433;User Id=sa;Password=mypassword|]\n"
    )]
    [InlineData(
        "compose.yaml",
        "services:\n  api:\n    environment:\n      ConnectionStrings__Shop: Host=sql.corp.net;Username=user;Password=password\n"
    )]
    [InlineData(
        "compose.yaml",
        "services:\n  db: { image: 'postgres:17' }\n  api:\n    environment:\n      ConnectionStrings__Shop: Host=db;Username=user;Password=${PASSWORD}\n"
    )]
    [InlineData(
        "compose.override.yaml",
        "services:\n  db: { image: 'postgres:17' }\n  api:\n    environment:\n      ConnectionStrings__Shop: Host=db;Username=user;Password=password\n"
    )]
    [InlineData("docker-compose.override.yml", "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: kX9vQ2mZ7pL4\n")]
    [InlineData("compose.yaml", "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: [|${POSTGRES_PASSWORD:-kX9vQ2mZ7pL4}|]\n")]
    [InlineData(
        "compose.yaml",
        "services:\n  api:\n    environment:\n      - [|ConnectionStrings__Shop=Host=db;Username=app;Password=${DB_PASSWORD-kX9vQ2mZ7pL4}|]\n      - ConnectionStrings__Log=Host=db;Username=app;Password=${DB_PASSWORD}\n"
    )]
    [InlineData("docker-compose.override.yml", "services:\n  api:\n    environment:\n      - MessageBroker__Password=guest\n")]
    [InlineData("compose.yaml", "services:\n  api:\n    environment:\n      - [|MessageBroker__Password=guest|]\n")]
    [InlineData(
        "compose.yaml",
        "services:\n  api:\n    environment:\n      Queue: [|amqp://shop:shop@queue:5672|]\n  queue: { image: rabbitmq }\n"
    )]
    [InlineData(
        "compose.yaml",
        "services:\n  api:\n    environment:\n      Db: [|postgres://user:password@db/shop|]\n  db: { image: postgres }\n"
    )]
    [InlineData(
        "compose.yaml",
        "services:\n  api:\n    environment:\n      Db: postgres://user:password@elsewhere/shop\n  db: { image: postgres }\n"
    )]
    [InlineData("compose.yaml", "services:\n  api:\n    environment:\n      Db: postgres://user@db/shop\n  db: { image: postgres }\n")]
    [InlineData(
        "docker-compose.override.yml",
        "services:\n  api:\n    environment:\n      Queue: amqp://shop:shop@queue:5672\n  queue: { image: rabbitmq }\n"
    )]
    [InlineData(
        "docker-compose.override.yml",
        "services:\n  api:\n    environment:\n      ConnectionStrings__Shop: Host=db;Username=app;Password=kX9vQ2mZ7pL4\n      OPENAI_API_KEY: [|kX9vQ2mZ7pL4wR8tY1uB6nC3|]\n"
    )]
    [InlineData(
        "docker-compose.override.yml",
        "services:\n  shop.db: { image: a }\n  api:\n    environment:\n      - ConnectionStrings__Shop=Server=shop.db;User Id=sa;Password=kX9vQ2mZ7pL4\n      - [|ConnectionStrings__Erp=Server=erp.corp;User Id=sa;Password=kX9vQ2mZ7pL4|]\n"
    )]
    [InlineData(
        "docker-compose.override.yml",
        "services:\n  db: { image: a, container_name: shop.db }\n  api:\n    environment:\n      - ConnectionStrings__Shop=Server=shop.db;User Id=sa;Password=kX9vQ2mZ7pL4\n"
    )]
    [InlineData(
        "compose.yaml",
        "services:\n  shop.db: { image: a }\n  api:\n    environment:\n      - [|ConnectionStrings__Shop=Server=shop.db;User Id=sa;Password=kX9vQ2mZ7pL4|]\n"
    )]
    public Task ComposeFiles_Trigger(string file, string content) => Verify(file, content);

    [Theory]
    [InlineData("kind: Pod\napiVersion: v1\nspec: { containers: [{ env: [{ name: Jwt__Key, value: [|kX9vQ2mZ7pL4wR8tY1uB6nC3|] }] }] }\n")]
    [InlineData(
        "kind: Pod\napiVersion: v1\nspec: { containers: [{ env: [{ name: Jwt__Key, valueFrom: { secretKeyRef: { name: a, key: b } } }, { name: Api__Key, value: $(JWT) }] }] }\n"
    )]
    [InlineData("kind: ConfigMap\napiVersion: v1\ndata:\n  Smtp__Password: [|kX9vQ2mZ7pL4|]\n  Smtp__Host: mail\n")]
    [InlineData(
        "kind: ConfigMap\napiVersion: v1\ndata:\n  appsettings.json: |\n    { \"Smtp\": { \"Host\": \"mail\",\n      \"Password\": [|\"kX9vQ2mZ7pL4\"|] } }\n"
    )]
    [InlineData("kind: Secret\napiVersion: v1\nstringData:\n  Smtp__Password: [|\"kX9vQ2mZ7pL4\"|]\n  user: app\n")]
    [InlineData("kind: Secret\napiVersion: v1\ndata:\n  password: [|a1g5dlEybVo3cEw0d1I4dA==|]\n  other: <base64>\n")]
    [InlineData(
        "kind: Secret\napiVersion: v1\nstringData:\n  password: changeme\n  token: <your token>\n  key: ENC[AES256_GCM,data:kX9vQ2mZ7pL4wR8tY1uB6nC3,iv:x]\n"
    )]
    [InlineData(
        "kind: SealedSecret\napiVersion: bitnami.com/v1alpha1\nspec:\n  encryptedData:\n    password: AgBkX9vQ2mZ7pL4wR8tY1uB6nC3kX9vQ2mZ7pL4wR8tY1uB6nC3\n"
    )]
    [InlineData(
        "kind: List\napiVersion: v1\nitems:\n  - kind: ConfigMap\n    apiVersion: v1\n    data: { Smtp__Password: [|kX9vQ2mZ7pL4|] }\n"
    )]
    [InlineData("password: kX9vQ2mZ7pL4\n")]
    public Task Manifests_Trigger(string content) => Verify("k8s/api.yaml", content);

    [Theory]
    [InlineData("api:\n  smtp:\n    password: [|kX9vQ2mZ7pL4|]\n    existingSecret: shop\n")]
    [InlineData("env:\n  - name: Jwt__Key\n    value: [|kX9vQ2mZ7pL4wR8tY1uB6nC3|]\n")]
    [InlineData("smtp: { password: \"\", secretName: smtp, passwordKey: password }\n")]
    public Task HelmValues_Trigger(string content) => Verify("helm/shop/values.yaml", content);

    [Theory]
    [InlineData("secretGenerator:\n  - name: shop\n    literals:\n      - [|Smtp__Password=kX9vQ2mZ7pL4|]\n      - user=app\n")]
    [InlineData(
        "patches:\n  - patch: |-\n      kind: Deployment\n      apiVersion: apps/v1\n      metadata: { name: api }\n      spec: { template: { spec: { containers: [{ name: api, env: [{ name: Smtp__Password, value: [|kX9vQ2mZ7pL4|] }] }] } } }\n"
    )]
    [InlineData("secretGenerator:\n  - name: shop\n    envs: [.env.secret]\n")]
    public Task Kustomizations_Trigger(string content) => Verify("k8s/kustomization.yaml", content);

    [Theory]
    [InlineData(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: {{ include \"x\" . }}\nstringData:\n  password: {{ .Values.password | quote }}\n  Smtp__Password: [|kX9vQ2mZ7pL4|]\n"
    )]
    public Task HelmTemplates_Trigger(string content) => Verify("helm/shop/templates/secret.yaml", content);

    /// <summary>The password of a server that a developer's file starts lets nobody in elsewhere; what the app is given besides may.</summary>
    [Theory]
    [InlineData("docker-compose.yml", "name: shop-local\n", "", "Cache__Password: admin1", true)]
    [InlineData("docker-compose.yml", "name: shop-local\n", "", "RabbitMq__Password: guest", false)]
    [InlineData("docker-compose.yml", "", "ports: [ '127.0.0.1:5001:8080' ]", "RabbitMq__Password: guest", false)]
    [InlineData("docker-compose.yml", "", "ports: [ '127.0.0.1:5001:8080' ]", "Cache__Password: kX9vQ2mZ7pL4wR8tY1uB6nC3", true)]
    [InlineData("docker-compose.yml", "", "ports: [ '5001:8080' ]", "Cache__Password: admin1", true)]
    [InlineData("docker-compose.DockerDevelopment.yml", "", "", "MSSQL_SA_PASSWORD: VeterinaryClinic123!", false)]
    [InlineData(
        "docker-compose.yml",
        "",
        "volumes: [ '${USERPROFILE}\\.aspnet\\Https:/https/:ro' ]",
        "ASPNETCORE_Kestrel__Certificates__Default__Password: crypticpassword",
        false
    )]
    [InlineData(
        "docker-compose.yml",
        "",
        "build: { context: ., dockerfile: Api/Dockerfile.Development }",
        "RabbitMq__Password: guest",
        false
    )]
    [InlineData("docker-compose.yml", "", "build: .", "RabbitMq__Password: guest", true)]
    [InlineData("docker-compose.yml", "", "image: postgres:17", "POSTGRES_PASSWORD: password", true)]
    [InlineData("docker-compose.yml", "name: shop-local\n", "image: postgres:17", "POSTGRES_PASSWORD: password", false)]
    public Task ComposeOfADevelopersMachine_IsSilentAboutWhatItStarts(
        string file,
        string head,
        string service,
        string variable,
        bool isFound
    )
    {
        var value = variable.Substring(variable.IndexOf(": ", StringComparison.Ordinal) + 2);
        var marked = isFound ? variable.Replace(value, "[|" + value + "|]", StringComparison.Ordinal) : variable;
        return Verify(
            file,
            head + "services:\n  api:\n" + (service.Length > 0 ? "    " + service + "\n" : "") + "    environment:\n      " + marked + "\n"
        );
    }

    // Who tries the app out as Development, with nothing else that deploys it, hears of what they made up once, and of what lets people in elsewhere each time.
    [Fact]
    public Task ComposeThatRunsAsDevelopment_TriggersOnceForWhatIsMadeUp() =>
        Verify(
            "docker-compose.yml",
            """
            services:
              api:
                build: .
                environment:
                  ASPNETCORE_ENVIRONMENT: Development
                  Cache__Password: [|admin1|]
                  Smtp__Password: hunter2
                  Mail__ApiKey: [|kX9vQ2mZ7pL4wR8tY1uB6nC3|]
              db:
                image: postgres:17
                environment: { POSTGRES_PASSWORD: postgres }

            """
        );

    /// <summary>What a program is given on its command line stands in the layer, the image and the list of processes.</summary>
    [Theory]
    [InlineData("RUN curl -u [|ci:kX9vQ2mZ7pL4|] https://feed.contoso.com/a.zip")]
    [InlineData("RUN curl [|-uci:kX9vQ2mZ7pL4|] https://feed.contoso.com/a.zip")]
    [InlineData("RUN curl [|--user=ci:kX9vQ2mZ7pL4|] https://feed.contoso.com/a.zip")]
    [InlineData("RUN curl --proxy-user [|ci:kX9vQ2mZ7pL4|] https://feed.contoso.com/a.zip")]
    [InlineData("RUN wget --user ci --password [|kX9vQ2mZ7pL4|] https://feed.contoso.com/a.zip")]
    [InlineData("RUN echo [|'app:kX9vQ2mZ7pL4'|] | chpasswd")]
    [InlineData("RUN openssl pkcs12 -export -out a.pfx -inkey a.key -in a.crt -passout [|pass:kX9vQ2mZ7pL4|]")]
    [InlineData("RUN openssl rsa -in a.key -passin [|pass:Owl-Moon-9|] -out b.key && openssl x509 -passin pass: -passout pass:$PASSWORD")]
    [InlineData("RUN openssl rsa -passin file:/run/secrets/pass1234 -passout env:KEY_PASS9")]
    [InlineData("RUN echo 'root:Docker!' | chpasswd")]
    [InlineData("RUN echo \"app:$PASSWORD\" | chpasswd")]
    [InlineData("COPY [|.env|] ./")]
    [InlineData("COPY src/api/a.json [|src/api/.env|] /app/")]
    [InlineData("COPY .env.example .env")]
    [InlineData("COPY --from=build /src/.env /app/")]
    [InlineData("RUN curl -H [|\"Authorization: Bearer kX9vQ2mZ7pL4wR8tY1uB6nC3\"|] https://feed.contoso.com/a.zip")]
    [InlineData("RUN cd /src && dotnet nuget add source https://feed.contoso.com/v3/index.json -u ci -p [|kX9vQ2mZ7pL4|]")]
    [InlineData("RUN docker login -u ci -p [|kX9vQ2mZ7pL4|] registry.contoso.com")]
    [InlineData("RUN az login --service-principal -u app -p [|kX9vQ2mZ7pL4|] --tenant contoso")]
    [InlineData("RUN tool push --api-key [|kX9vQ2mZ7pL4wR8tY1uB6nC3|]")]
    [InlineData("RUN <<EOF\nexport [|Jwt__Key=kX9vQ2mZ7pL4wR8tY1uB6nC3|]\nEOF")]
    [InlineData("LABEL build=[|ghp_16C7e42F292c6912E7710c838347Ae178B4a|]")]
    [InlineData("ENTRYPOINT [\"dotnet\", \"Shop.dll\", [|\"--Jwt:Key=kX9vQ2mZ7pL4wR8tY1uB6nC3\"|]]")]
    [InlineData("CMD dotnet Shop.dll [|--ConnectionStrings:Shop=\"Server=db.corp;User Id=app;Password=kX9vQ2mZ7pL4\"|]")]
    [InlineData("RUN curl -u $USER:$PASSWORD https://feed.contoso.com && curl -u ci:$TOKEN https://feed.contoso.com")]
    [InlineData("RUN mkdir -p /app/data4kX9vQ2mZ7 && docker login --password-stdin registry4kX9vQ2mZ7.contoso.com")]
    [InlineData("RUN dotnet nuget add source https://feed.contoso.com/v3/index.json -u ci -p $FEED_TOKEN --store-password-in-clear-text")]
    [InlineData("RUN --mount=type=secret,id=feed tool push --api-key \"$(cat /run/secrets/feed)\" --token-lifetime 3600")]
    [InlineData("LABEL password=\"see the manual of kX9vQ2mZ7pL4\"")]
    public Task CommandLinesOfImages_Trigger(string instruction) =>
        Verify("Dockerfile", "FROM mcr.microsoft.com/dotnet/aspnet:10.0\n" + instruction + "\n");

    [Theory]
    [InlineData("compose.yaml", "services:\n  api:\n    command: [dotnet, Shop.dll, [|--Jwt:Key=kX9vQ2mZ7pL4wR8tY1uB6nC3|]]\n")]
    [InlineData("compose.yaml", "services:\n  cache:\n    image: redis:7\n    command: [redis-server, --password, [|kX9vQ2mZ7pL4|]]\n")]
    [InlineData("compose.yaml", "services:\n  cache:\n    image: redis:7\n    command: [redis-server, --password, \"${PASSWORD}\"]\n")]
    [InlineData(
        "docker-compose.override.yml",
        "services:\n  cache:\n    image: redis:7\n    command: [redis-server, --password, kX9vQ2mZ7pL4]\n"
    )]
    [InlineData(
        "k8s/api.yaml",
        "kind: Pod\napiVersion: v1\nspec: { containers: [{ args: [[|--Jwt:Key=kX9vQ2mZ7pL4wR8tY1uB6nC3|], --password, [|kX9vQ2mZ7pL4|]] }] }\n"
    )]
    [InlineData("k8s/api.yaml", "kind: Pod\napiVersion: v1\nspec: { containers: [{ args: [--Jwt:Key=$(JWT), --password, $(PASS)] }] }\n")]
    public Task CommandLinesOfContainers_Trigger(string file, string content) => Verify(file, content);

    // What an app on the developer's own machine needs, and what somebody runs for others.
    [Theory]
    [InlineData(
        "docker-compose.yml",
        "services:\n  db:\n    image: postgres:17\n    ports: [ '5432:5432' ]\n    environment: { POSTGRES_PASSWORD: Owl-Moon-9 }\n"
    )]
    [InlineData(
        "compose.yaml",
        "services:\n  sql:\n    image: mcr.microsoft.com/mssql/server:2022-latest\n    ports: [ '1433:1433' ]\n    environment: [ 'SA_PASSWORD=Owl-Moon-9' ]\n  ui:\n    image: provectuslabs/kafka-ui:1\n"
    )]
    [InlineData("docker-compose.yml", "services:\n  db:\n    image: postgres:17\n    environment: { POSTGRES_PASSWORD: [|Owl-Moon-9|] }\n")]
    [InlineData(
        "deploy/docker-compose.yml",
        "services:\n  db:\n    image: postgres:17\n    ports: [ '5432:5432' ]\n    environment: { POSTGRES_PASSWORD: [|Owl-Moon-9|] }\n"
    )]
    [InlineData(
        "docker-compose.prod.yml",
        "services:\n  db:\n    image: postgres:17\n    ports: [ '5432:5432' ]\n    environment: { POSTGRES_PASSWORD: [|Owl-Moon-9|] }\n"
    )]
    [InlineData(
        "docker-compose.yml",
        "services:\n  db:\n    image: postgres:17\n    ports: [ '5432:5432' ]\n    environment: { POSTGRES_PASSWORD: [|Owl-Moon-9|] }\n  api:\n    image: shop/api:1\n"
    )]
    [InlineData(
        "docker-compose.yml",
        "services:\n  db:\n    image: postgres:17\n    ports: [ '5432:5432' ]\n    environment: { POSTGRES_PASSWORD: [|Owl-Moon-9|] }\n  api:\n    build: .\n"
    )]
    [InlineData(
        "docker-compose.yml",
        "services:\n  db:\n    image: postgres:17\n    ports: [ '5432:5432' ]\n    environment: { LICENSE_KEY: [|ghp_16C7e42F292c6912E7710c838347Ae178B4a|] }\n"
    )]
    public Task DatabasesBesideAnAppOutsideOfContainers_HaveADevelopersPassword(string file, string content) =>
        Verify((file, content), ("Dockerfile", "FROM mcr.microsoft.com/dotnet/aspnet:10.0\n"));

    [Fact]
    public Task DatabasesOfTheOnlyDeploymentThereIs_Trigger() =>
        Verify(
            "docker-compose.yml",
            "services:\n  db:\n    image: postgres:17\n    ports: [ '5432:5432' ]\n    environment: { POSTGRES_PASSWORD: [|Owl-Moon-9|] }\n"
        );

    private static Task Verify(params (string, string)[] files)
    {
        var test = new CSharpAnalyzerTest<SecretInDeploymentAnalyzer>
        {
            TestState = { Sources = { "WebApplication.CreateBuilder(args).Build().Run();" } },
        };
        foreach (var file in files)
        {
            test.TestState.AdditionalFiles.Add(file);
        }

        return test.RunAsync();
    }

    private static Task Verify(string file, string content) => Verify((file, content));
}
