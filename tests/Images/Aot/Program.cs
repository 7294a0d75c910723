using System.Text.Json.Serialization;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, Json.Default));
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapGet("/answer", () => new Answer(42));
app.Run();

internal sealed record Answer(int Value);

[JsonSerializable(typeof(Answer))]
internal sealed partial class Json : JsonSerializerContext;
