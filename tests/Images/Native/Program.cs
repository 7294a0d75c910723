using SkiaSharp;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapHealthChecks("/health");
app.MapGet(
    "/picture",
    () =>
    {
        using var bitmap = new SKBitmap(8, 8);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return Results.Bytes(data.ToArray(), "image/png");
    }
);
app.Run();
