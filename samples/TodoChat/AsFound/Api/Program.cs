using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Logging;
using Microsoft.IdentityModel.Tokens;
using TodoChat.Api.Accounts;
using TodoChat.Api.Chat;
using TodoChat.Api.Storage;
using TodoChat.Api.Todos;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls("http://localhost:5100");

IdentityModelEventSource.ShowPII = true;

var signingKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes("todochat-signing-key-Kx7Qm2Wv9Lt4Hn8Bz3Jy"));
builder.Services.AddSingleton(new TokenIssuer(signingKey));
builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
{
    options.MapInboundClaims = false;
    options.TokenValidationParameters = TokenIssuer.Validation(signingKey);
});
builder.Services.AddAuthorization();

builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy
    .SetIsOriginAllowed(_ => true)
    .AllowAnyHeader()
    .AllowAnyMethod()
    .AllowCredentials()));

builder.Services.AddValidation();
builder.Services.AddSingleton<UserFiles>();

builder.Services.AddHttpClient<OllamaChat>(client =>
{
    client.BaseAddress = new Uri("http://localhost:11434");
    client.Timeout = TimeSpan.FromMinutes(2);
});
builder.Services.AddHttpClient<OpenAIChat>(client =>
{
    client.BaseAddress = new Uri("https://api.openai.com");
    client.DefaultRequestHeaders.Authorization = new("Bearer", builder.Configuration["OpenAI:ApiKey"]);
    client.Timeout = TimeSpan.FromSeconds(30);
});
builder.Services.AddTransient<IChatBackend>(provider => builder.Configuration["Chat:Backend"] == "ollama"
    ? provider.GetRequiredService<OllamaChat>()
    : provider.GetRequiredService<OpenAIChat>());

var app = builder.Build();

app.UseDeveloperExceptionPage();
app.UseCors();
app.UseAuthentication();
app.UseAuthorization();

app.MapAccounts();
app.MapTodos();
app.MapChat();

app.Run();
