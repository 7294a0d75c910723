using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Benchmarks.Corpora;

/// <summary>
/// A web project as large ones are: endpoints, controllers, services that call others, plain domain code, migrations with methods of a thousand lines,
/// long tables of literals. The same text on every machine.
/// </summary>
internal static class GeneratedCorpus
{
    private static readonly string[] Nouns =
    [
        "Order",
        "Invoice",
        "Customer",
        "Product",
        "Shipment",
        "Payment",
        "Basket",
        "Supplier",
        "Contract",
        "Ticket",
        "Employee",
        "Voucher",
    ];

    /// <param name="scale">1 is about 300 files.</param>
    public static Corpus Create(int scale)
    {
        var sources = ImmutableArray.CreateBuilder<SourceFile>();
        Add("Program.cs", Program(60 * scale));
        Add("Stubs/EntityFramework.cs", EntityFramework);
        for (var index = 0; index < 60 * scale; index++)
        {
            var name = Nouns[index % Nouns.Length] + index.ToString(CultureInfo.InvariantCulture);
            Add($"Domain/{name}.cs", Domain(name));
            Add($"Endpoints/{name}Endpoints.cs", Endpoints(name));
            Add($"Controllers/{name}Controller.cs", Controller(name));
            Add($"Services/{name}Client.cs", Client(name, index));
            Add($"Services/{name}Calculator.cs", Calculator(name));
        }

        for (var index = 0; index < 6 * scale; index++)
        {
            Add($"Migrations/Migration{index}.cs", Migration(index));
            Add($"Data/Table{index}.cs", LiteralTable(index));
            Add($"Resources/Texts{index}.cs", Texts(index));
        }

        return new Corpus(
            "Generated",
            sources.ToImmutable(),
            [
                File(
                    "appsettings.json",
                    """{ "Logging": { "LogLevel": { "Default": "Information" } }, "AllowedHosts": "*", "Services": { "Inventory": { "BaseUrl": "http://inventory:8080" } } }"""
                ),
                File(
                    "appsettings.Development.json",
                    """{ "Logging": { "LogLevel": { "Default": "Debug" } }, "ConnectionStrings": { "Main": "Host=localhost;Database=shop;Username=postgres;Password=postgres" } }"""
                ),
                File(
                    "Properties/launchSettings.json",
                    """{ "profiles": { "http": { "commandName": "Project", "applicationUrl": "http://localhost:5000", "environmentVariables": { "ASPNETCORE_ENVIRONMENT": "Development" } } } }"""
                ),
                File(
                    "Dockerfile",
                    "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nWORKDIR /app\nCOPY . .\nENTRYPOINT [\"dotnet\", \"Shop.dll\"]\n"
                ),
            ]
        );

        void Add(string path, string text) => sources.Add(File(path, text));
    }

    private static SourceFile File(string path, string text) => new("/corpus/" + path, SourceText.From(text, Encoding.UTF8));

    private static string Program(int count)
    {
        var text = new StringBuilder(
            """
            using Shop.Endpoints;
            using Shop.Services;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddControllers();
            builder.Services.AddProblemDetails();
            builder.Services.AddHealthChecks();
            builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy
                .WithOrigins(builder.Configuration.GetSection("Cors:AllowedOrigins").Get<string[]>() ?? [])
                .WithMethods("GET", "POST")));

            """
        );
        for (var index = 0; index < count; index++)
        {
            var name = Nouns[index % Nouns.Length] + index.ToString(CultureInfo.InvariantCulture);
            text.Append(
                CultureInfo.InvariantCulture,
                $$"""
                builder.Services.AddSingleton<{{name}}Calculator>();
                builder.Services.AddHttpClient<{{name}}Client>(client => client.BaseAddress = new Uri(builder.Configuration["Services:{{name}}:BaseUrl"] ?? "http://{{name}}:8080"));

                """
            );
        }

        text.Append(
            """

            var app = builder.Build();
            if (app.Environment.IsDevelopment())
            {
                app.UseDeveloperExceptionPage();
            }
            else
            {
                app.UseExceptionHandler("/error");
                app.UseHsts();
            }

            app.UseRouting();
            app.UseCors();
            app.UseAuthorization();
            app.MapControllers();
            app.MapHealthChecks("/healthz/live");
            app.MapHealthChecks("/healthz/ready");

            """
        );
        for (var index = 0; index < count; index++)
        {
            var name = Nouns[index % Nouns.Length] + index.ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"app.Map{name}();\n");
        }

        return text.Append("app.Run();\n").ToString();
    }

    private static string Domain(string name) =>
        $$"""
            namespace Shop.Domain;

            /// <summary>One {{name}} and its lines.</summary>
            public sealed class {{name}}
            {
                private readonly List<{{name}}Line> lines = [];

                public Guid Id { get; init; } = Guid.NewGuid();

                public string Number { get; set; } = "";

                public string Status { get; private set; } = "draft";

                public DateTimeOffset Created { get; init; }

                public IReadOnlyList<{{name}}Line> Lines => lines;

                public decimal Total => lines.Sum(line => line.Price * line.Quantity);

                public void Add(string article, decimal price, int quantity)
                {
                    ArgumentException.ThrowIfNullOrWhiteSpace(article);
                    if (quantity <= 0)
                    {
                        throw new ArgumentOutOfRangeException(nameof(quantity), "The quantity must be positive.");
                    }

                    var existing = lines.FirstOrDefault(line => line.Article == article);
                    if (existing is not null)
                    {
                        lines.Remove(existing);
                        quantity += existing.Quantity;
                    }

                    lines.Add(new {{name}}Line(article, price, quantity));
                }

                public bool TrySubmit(out string error)
                {
                    error = Status switch
                    {
                        "draft" when lines.Count == 0 => "There is nothing to submit.",
                        "draft" => "",
                        "submitted" => "It was submitted before.",
                        "cancelled" => "It was cancelled.",
                        _ => $"The status {Status} is not known.",
                    };
                    if (error.Length > 0)
                    {
                        return false;
                    }

                    Status = "submitted";
                    return true;
                }

                public override string ToString() => string.Join(", ", lines.Select(line => $"{line.Quantity} x {line.Article} at {line.Price:0.00}"));
            }

            public sealed record {{name}}Line(string Article, decimal Price, int Quantity);

            public sealed class {{name}}Options
            {
                public const string Section = "{{name}}";

                public string Endpoint { get; set; } = "";

                public int Retries { get; set; } = 3;

                public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
            }

            """;

    private static string Endpoints(string name) =>
        $$"""
            using Microsoft.AspNetCore.Http.HttpResults;
            using Shop.Domain;
            using Shop.Services;

            namespace Shop.Endpoints;

            public static class {{name}}Endpoints
            {
                public static IEndpointRouteBuilder Map{{name}}(this IEndpointRouteBuilder routes)
                {
                    var group = routes.MapGroup("/api/{{name}}").WithTags("{{name}}");
                    group.MapGet("/", async ({{name}}Client client, CancellationToken cancellation) => Results.Ok(await client.ListAsync(cancellation)));
                    group.MapGet("/{id:guid}", Find);
                    group.MapPost("/", async ({{name}} item, {{name}}Client client, ILogger<{{name}}> logger, CancellationToken cancellation) =>
                    {
                        if (!item.TrySubmit(out var error))
                        {
                            logger.LogWarning("{{name}} {Number} was refused: {Error}", item.Number, error);
                            return Results.Problem(error, statusCode: 422, title: "The {{name}} is not complete");
                        }

                        await client.SaveAsync(item, cancellation);
                        logger.LogInformation("{{name}} {Number} was saved with {Count} lines", item.Number, item.Lines.Count);
                        return Results.Created($"/api/{{name}}/{item.Id}", item);
                    });
                    group.MapDelete("/{id:guid}", async (Guid id, {{name}}Client client, CancellationToken cancellation) =>
                        await client.DeleteAsync(id, cancellation) ? Results.NoContent() : Results.NotFound());
                    return routes;
                }

                private static async Task<Results<Ok<{{name}}>, NotFound>> Find(Guid id, {{name}}Client client, CancellationToken cancellation)
                {
                    var item = await client.FindAsync(id, cancellation);
                    return item is null ? TypedResults.NotFound() : TypedResults.Ok(item);
                }
            }

            """;

    private static string Controller(string name) =>
        $$"""
            using Microsoft.AspNetCore.Mvc;
            using Shop.Domain;
            using Shop.Services;

            namespace Shop.Controllers;

            [ApiController]
            [Route("v2/{{name}}")]
            [Produces("application/json")]
            public sealed class {{name}}Controller({{name}}Client client, {{name}}Calculator calculator, ILogger<{{name}}Controller> logger) : ControllerBase
            {
                [HttpGet]
                [ProducesResponseType(200)]
                public async Task<ActionResult<IReadOnlyList<{{name}}>>> List([FromQuery] string? status, [FromQuery] int page = 1, CancellationToken cancellation = default)
                {
                    var items = await client.ListAsync(cancellation);
                    var wanted = items
                        .Where(item => status is null || string.Equals(item.Status, status, StringComparison.OrdinalIgnoreCase))
                        .OrderByDescending(item => item.Created)
                        .Skip((page - 1) * 50)
                        .Take(50)
                        .ToList();
                    Response.Headers["X-Total-Count"] = items.Count.ToString();
                    logger.LogDebug("Page {Page} of {{name}} has {Count} items", page, wanted.Count);
                    return Ok(wanted);
                }

                [HttpGet("{id:guid}/total")]
                [ProducesResponseType(404)]
                public async Task<IActionResult> Total(Guid id, CancellationToken cancellation)
                {
                    if (await client.FindAsync(id, cancellation) is not { } item)
                    {
                        return NotFound(new ProblemDetails { Title = "No such {{name}}", Detail = $"There is no {{name}} {id}.", Type = "https://tools.ietf.org/html/rfc9110#section-15.5.5" });
                    }

                    return Ok(new { item.Number, Net = item.Total, Gross = calculator.Gross(item, "DE"), Text = calculator.Describe(item) });
                }

                [HttpPut("{id:guid}")]
                public async Task<IActionResult> Replace(Guid id, [FromBody] {{name}} item, CancellationToken cancellation)
                {
                    try
                    {
                        await client.SaveAsync(item, cancellation);
                        return NoContent();
                    }
                    catch (HttpRequestException failure) when (failure.StatusCode == System.Net.HttpStatusCode.Conflict)
                    {
                        logger.LogError(failure, "{{name}} {Id} was changed by somebody else", id);
                        return Conflict();
                    }
                }
            }

            """;

    private static string Client(string name, int index)
    {
        // A few of what the rules are about; most code has nothing to report.
        var address = (index % 20) switch
        {
            0 => "http://localhost:5080/",
            10 => "https://pricing.corp.example.net/",
            _ => "",
        };
        var fixedAddress =
            address.Length == 0
                ? ""
                : $"    private static readonly HttpClient Legacy = new() {{ BaseAddress = new Uri(\"{address}\") }};\n";
        return $$"""
            using System.Text;
            using System.Text.Json;
            using Shop.Domain;

            namespace Shop.Services;

            public sealed class {{name}}Client(HttpClient http, IConfiguration configuration, ILogger<{{name}}Client> logger)
            {
                private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
            {{fixedAddress}}
                public async Task<IReadOnlyList<{{name}}>> ListAsync(CancellationToken cancellation)
                {
                    var size = configuration.GetValue<int?>("{{name}}:PageSize") ?? 100;
                    var items = await http.GetFromJsonAsync<List<{{name}}>>($"{{name}}?size={size}", Json, cancellation);
                    return items ?? [];
                }

                public async Task<{{name}}?> FindAsync(Guid id, CancellationToken cancellation)
                {
                    using var response = await http.GetAsync($"{{name}}/{id}", cancellation);
                    if (response.StatusCode == System.Net.HttpStatusCode.NotFound)
                    {
                        return null;
                    }

                    response.EnsureSuccessStatusCode();
                    return await response.Content.ReadFromJsonAsync<{{name}}>(Json, cancellation);
                }

                public async Task SaveAsync({{name}} item, CancellationToken cancellation)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Put, "{{name}}/" + item.Id);
                    request.Headers.Add("X-Correlation-Id", Guid.NewGuid().ToString("N"));
                    request.Headers.TryAddWithoutValidation("Accept", "application/json");
                    request.Content = new StringContent(JsonSerializer.Serialize(item, Json), Encoding.UTF8, "application/json");
                    for (var attempt = 1; ; attempt++)
                    {
                        try
                        {
                            using var response = await http.SendAsync(request, cancellation);
                            response.EnsureSuccessStatusCode();
                            return;
                        }
                        catch (HttpRequestException failure) when (attempt < 3)
                        {
                            logger.LogWarning(failure, "Attempt {Attempt} to save {{name}} {Number} failed", attempt, item.Number);
                            await Task.Delay(TimeSpan.FromMilliseconds(100 * attempt), cancellation);
                        }
                    }
                }

                public async Task<bool> DeleteAsync(Guid id, CancellationToken cancellation)
                {
                    using var response = await http.DeleteAsync($"{{name}}/{id}", cancellation);
                    return response.IsSuccessStatusCode;
                }

                public string CachePath(string file) => Path.Combine(Path.GetTempPath(), "{{name}}", file);
            }

            """;
    }

    private static string Calculator(string name) =>
        $$"""
            using System.Collections.Concurrent;
            using System.Globalization;
            using System.Text;
            using Shop.Domain;

            namespace Shop.Services;

            public sealed class {{name}}Calculator
            {
                private static readonly Dictionary<string, decimal> Rates = new(StringComparer.OrdinalIgnoreCase)
                {
                    ["DE"] = 0.19m,
                    ["FR"] = 0.20m,
                    ["IT"] = 0.22m,
                    ["CH"] = 0.081m,
                };

                private readonly ConcurrentDictionary<Guid, decimal> totals = new();

                public decimal Gross({{name}} item, string country)
                {
                    if (!Rates.TryGetValue(country, out var rate))
                    {
                        throw new KeyNotFoundException($"There is no rate for {country}.");
                    }

                    return totals.GetOrAdd(item.Id, _ => Math.Round(item.Total * (1 + rate), 2, MidpointRounding.AwayFromZero));
                }

                public string Describe({{name}} item)
                {
                    var text = new StringBuilder();
                    text.Append("{{name}} ").Append(item.Number).Append(": ");
                    foreach (var group in item.Lines.GroupBy(line => line.Article.Split('-')[0]).OrderBy(group => group.Key, StringComparer.Ordinal))
                    {
                        text.Append(CultureInfo.InvariantCulture, $"{group.Key} {group.Sum(line => line.Quantity)} pieces, ");
                        foreach (var line in group)
                        {
                            text.Append(line.Article.Replace("-", " ").Trim().ToUpperInvariant());
                            text.Append(line.Quantity > 1 ? " each " : " at ").Append(line.Price.ToString("0.00", CultureInfo.InvariantCulture)).Append("; ");
                        }
                    }

                    return text.ToString().TrimEnd(' ', ';', ',');
                }

                public IReadOnlyDictionary<string, int> Histogram(IEnumerable<{{name}}> items)
                {
                    var result = new SortedDictionary<string, int>(StringComparer.Ordinal);
                    foreach (var item in items)
                    {
                        var bucket = item.Total switch
                        {
                            < 10 => "small",
                            < 100 => "medium",
                            < 1000 => "large",
                            _ => "huge",
                        };
                        result[bucket] = result.TryGetValue(bucket, out var count) ? count + 1 : 1;
                    }

                    return result;
                }

                public int Checksum(string number)
                {
                    var sum = 0;
                    for (var index = 0; index < number.Length; index++)
                    {
                        var digit = number[index] - '0';
                        if (digit is < 0 or > 9)
                        {
                            continue;
                        }

                        if (index % 2 == 0)
                        {
                            digit *= 2;
                            if (digit > 9)
                            {
                                digit -= 9;
                            }
                        }

                        sum += digit;
                    }

                    return (10 - (sum % 10)) % 10;
                }
            }

            """;

    private static string Migration(int index)
    {
        var text = new StringBuilder(
            $$"""
            using Microsoft.EntityFrameworkCore.Migrations;

            namespace Shop.Migrations;

            public partial class Migration{{index}} : Migration
            {
                protected override void Up(MigrationBuilder migrationBuilder)
                {

            """
        );
        for (var table = 0; table < 40; table++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $$"""
                        migrationBuilder.CreateTable(
                            name: "Table{{index}}_{{table}}",
                            columns: table => new
                            {

                """
            );
            for (var column = 0; column < 15; column++)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"                Column{column} = table.Column<string>(type: \"character varying(256)\", maxLength: 256, nullable: false, defaultValue: \"value {table} {column}\"),\n"
                );
            }

            text.Append(
                CultureInfo.InvariantCulture,
                $$"""
                            },
                            constraints: table => table.PrimaryKey("PK_Table{{index}}_{{table}}"));
                        migrationBuilder.CreateIndex(name: "IX_Table{{index}}_{{table}}", table: "Table{{index}}_{{table}}", column: "Column0");
                        migrationBuilder.InsertData("Table{{index}}_{{table}}", new[] { "Column0", "Column1" }, new object[] { "https://docs.example.org/{{table}}", "b3b1c7d0-52c5-4d3e-9f0c-{{table:000000000000}}" });

                """
            );
        }

        return text.Append("    }\n}\n").ToString();
    }

    private static string LiteralTable(int index)
    {
        var text = new StringBuilder(
            $"namespace Shop.Data;\n\npublic static class Table{index}\n{{\n    public static readonly int[] Numbers =\n    [\n"
        );
        for (var row = 0; row < 400; row++)
        {
            text.Append("        ")
                .AppendJoin(", ", Enumerable.Range(0, 12).Select(column => ((row * 7919) + (column * 104729) + index) % 65536))
                .Append(",\n");
        }

        text.Append("    ];\n\n    public static readonly string[] Words =\n    [\n");
        for (var row = 0; row < 400; row++)
        {
            text.Append("        ")
                .AppendJoin(
                    ", ",
                    Enumerable
                        .Range(0, 6)
                        .Select(column => $"\"{Nouns[(row + column) % Nouns.Length].ToLowerInvariant()}-{(row * 31) + column}\"")
                )
                .Append(",\n");
        }

        return text.Append("    ];\n}\n").ToString();
    }

    private static string Texts(int index)
    {
        var text = new StringBuilder(
            $"namespace Shop.Resources;\n\npublic static class Texts{index}\n{{\n    public static readonly Dictionary<string, string> German = new()\n    {{\n"
        );
        for (var row = 0; row < 300; row++)
        {
            var noun = Nouns[row % Nouns.Length];
            text.Append(
                CultureInfo.InvariantCulture,
                $"        [\"{noun}.Error{row}\"] = \"Der Vorgang {noun} {row} konnte nicht abgeschlossen werden. Bitte versuchen Sie es erneut.\",\n"
            );
        }

        return text.Append("    };\n}\n").ToString();
    }

    private const string EntityFramework = """
        namespace Microsoft.EntityFrameworkCore.Migrations
        {
            public abstract class Migration
            {
                protected abstract void Up(MigrationBuilder migrationBuilder);
            }

            public sealed class MigrationBuilder
            {
                public void CreateTable<TColumns>(string name, Func<ColumnsBuilder, TColumns> columns, string? schema = null, Action<CreateTableBuilder>? constraints = null) { }
                public void CreateIndex(string name, string table, string column, bool unique = false) { }
                public void InsertData(string table, string[] columns, object[] values) { }
            }

            public sealed class ColumnsBuilder
            {
                public object Column<T>(string? type = null, bool? unicode = null, int? maxLength = null, bool nullable = false, object? defaultValue = null) => new();
            }

            public sealed class CreateTableBuilder
            {
                public void PrimaryKey(string name) { }
            }
        }

        """;
}
