using CustomerIntelligence.Customers;
using CustomerIntelligence.Scoring;
using CustomerIntelligence.Storage;
using Npgsql;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls("http://localhost:5300");

builder.Services.AddCors(options => options.AddDefaultPolicy(policy => policy.AllowAnyOrigin().AllowAnyMethod().AllowAnyHeader()));
builder.Services.AddValidation();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(NpgsqlDataSource.Create("Host=localhost;Database=customers;Username=ci;Password=Tr4in-3very-N1ght!"));
builder.Services.AddSingleton<CustomerTable>();
builder.Services.AddSingleton<BatchScoring>();
builder.Services.AddSingleton<ModelTraining>();
builder.Services.AddHostedService<NightlyJobs>();

var app = builder.Build();

app.UseDeveloperExceptionPage();
app.UseCors();

app.MapCustomers();

app.Run();
