#!/usr/bin/env bash
# Writes a project with ten thousand findings into a folder, which uses the package of artifacts/packages. Usage: .ci/many-findings.sh FOLDER
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$1
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$root/Directory.Build.props")
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
printf '<Project />\n' | tee Directory.Build.props >Directory.Packages.props
cat >nuget.config <<XML
<configuration>
  <config><add key="globalPackagesFolder" value="$root/artifacts/nuget-cache" /></config>
  <packageSources><add key="local" value="$root/artifacts/packages" /></packageSources>
</configuration>
XML
cat >Many.csproj <<XML
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Deployability.Analyzers" Version="$version" PrivateAssets="all" /></ItemGroup>
</Project>
XML
printf 'var app = WebApplication.Create(args);\napp.Run();\n' >Program.cs
awk 'BEGIN {
  for (type = 0; type < 100; type++) {
    file = "Clients" type ".cs"
    print "static class Clients" type "\n{" >file
    for (line = 0; line < 100; line++)
      printf "    public static HttpClient Client%d { get; } = new() { BaseAddress = new Uri(\"http://orders-%d-%d.corp.internal\") };\n", line, type, line >file
    print "}" >file
    close(file)
  }
}'
