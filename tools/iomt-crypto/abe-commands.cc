// SPDX-License-Identifier: GPL-2.0-only

#include "abe-commands.h"

#include "files.h"
#include "options.h"

#include "ns3/abe-encoding.h"
#include "ns3/abe-kem.h"
#include "ns3/nearest-name.h"
#include "ns3/sha256.h"

#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>

namespace ns3::iomt
{

namespace
{

/// Numbers of the system, or those that follow from a seed.
AbeRandom
RandomSource(const Options& options)
{
    if (!options.Has("seed"))
    {
        const auto device = std::make_shared<std::random_device>();
        return [device] { return static_cast<uint64_t>((*device)()) << 32 | (*device)(); };
    }
    const auto state = std::make_shared<Bytes>(Sha256(ToBytes(options.Get("seed"))));
    return [state] {
        *state = Sha256(*state);
        // What is given away must not be what the next state follows from.
        const Bytes digest = HmacSha256(*state, {});
        uint64_t number = 0;
        for (std::size_t i = 0; i < 8; ++i)
        {
            number = number << 8 | digest[i];
        }
        return number;
    };
}

AbeObject
ReadObject(const Options& options, const std::string& name, AbeKind kind, const std::string& what)
{
    const std::string& path = options.Get(name);
    const std::optional<AbeObject> object = DecodeAbe(ReadFile(path));
    if (!object || object->kind != kind)
    {
        throw std::invalid_argument("--" + name + ": " + path + " is no " + what);
    }
    return *object;
}

/// The policy or the attributes that a kind of object is bound to.
std::string
Label(const Options& options, const AbeScheme& scheme, AbeKind kind)
{
    const bool wantsPolicy = scheme.HasPolicy(kind);
    if (options.Has(wantsPolicy ? "attributes" : "policy"))
    {
        const bool cipher = scheme.GetPolicyIn() == AbeScheme::PolicyIn::CIPHERTEXT;
        throw std::invalid_argument(std::string(wantsPolicy ? "--attributes" : "--policy") + ": " +
                                    scheme.Name() + " has the policy in the " +
                                    (cipher ? "ciphertext" : "key") + "; give --" +
                                    (wantsPolicy ? "policy" : "attributes") + " here");
    }
    return options.Get(wantsPolicy ? "policy" : "attributes");
}

int
Setup(const std::vector<std::string>& arguments)
{
    const Options options(arguments,
                          {"scheme", "universe", "epochs", "public", "master", "seed"},
                          {"expiring"});
    const AbeKem kem(options.Get("scheme"));
    const AbeAttributes universe = ParseAbeAttributes(options.Get("universe", ""));
    const std::string& publicKey = options.Get("public");
    const std::string& masterKey = options.Get("master");
    const AbeRandom random = RandomSource(options);
    const bool expiring = options.Has("expiring") || options.Has("epochs");
    const AbeAuthority authority =
        expiring ? kem.SetupExpiring(universe, options.GetList("epochs"), random)
                 : kem.Setup(universe, random);
    WriteFile(publicKey, EncodeAbe(authority.publicKey));
    WriteFile(masterKey, EncodeAbe(authority.masterKey), true);
    return 0;
}

int
KeyGen(const std::vector<std::string>& arguments)
{
    const Options options(arguments, {"master", "attributes", "policy", "epochs", "out", "seed"});
    const AbeObject master = ReadObject(options, "master", AbeKind::MASTER_KEY, "master key");
    const AbeKem kem(master.scheme);
    const AbeObject key = kem.KeyGen(master,
                                     Label(options, kem.Scheme(), AbeKind::USER_KEY),
                                     options.GetList("epochs"),
                                     RandomSource(options));
    WriteFile(options.Get("out"), EncodeAbe(key), true);
    return 0;
}

int
Encrypt(const std::vector<std::string>& arguments)
{
    const Options options(
        arguments,
        {"public", "attributes", "policy", "epoch", "suite", "aad", "in", "out", "seed"});
    const AbeObject key = ReadObject(options, "public", AbeKind::PUBLIC_KEY, "public key");
    const AbeKem kem(key.scheme);
    const Bytes sealed = kem.Seal(key,
                                  Label(options, kem.Scheme(), AbeKind::HEADER),
                                  options.Get("epoch", ""),
                                  options.Get("suite", "aes-128-gcm"),
                                  options.Has("aad") ? options.GetHex("aad") : Bytes{},
                                  ReadFile(options.Get("in")),
                                  RandomSource(options));
    WriteFile(options.Get("out"), sealed);
    return 0;
}

int
Decrypt(const std::vector<std::string>& arguments)
{
    const Options options(arguments, {"key", "aad", "in", "out"});
    const AbeObject key = ReadObject(options, "key", AbeKind::USER_KEY, "user's key");
    const AbeKem kem(key.scheme);
    const std::optional<Bytes> plaintext =
        kem.Open(key,
                 options.Has("aad") ? options.GetHex("aad") : Bytes{},
                 ReadFile(options.Get("in")));
    if (!plaintext)
    {
        throw std::runtime_error(options.Get("in") +
                                 " does not open: it is not as it was sent, or the key is not "
                                 "among those it was meant for");
    }
    WriteFile(options.Get("out"), *plaintext);
    return 0;
}

int
Show(const std::vector<std::string>& arguments)
{
    const Options options(arguments, {"in"});
    const Bytes octets = ReadFile(options.Get("in"));
    std::size_t used = 0;
    const std::optional<AbeObject> object = DecodeAbePrefix(octets.data(), octets.size(), used);
    if (!object)
    {
        throw std::runtime_error(options.Get("in") + " is neither key nor ciphertext");
    }
    static const std::map<AbeKind, std::string> KINDS = {
        {AbeKind::PUBLIC_KEY, "public key"},
        {AbeKind::MASTER_KEY, "master key"},
        {AbeKind::USER_KEY, "user's key"},
        {AbeKind::HEADER, "ciphertext"},
    };
    const auto* policy = std::get_if<AbePolicy>(&object->label);
    const AbeElements& elements = object->elements;
    std::cout << "scheme      " << object->scheme << "\n"
              << "kind        " << KINDS.at(object->kind) << "\n"
              << "expiring    " << (object->expiring ? "yes" : "no") << "\n"
              << (policy ? "policy      " : "attributes  ")
              << (policy ? policy->ToString() : ToString(std::get<AbeAttributes>(object->label)))
              << "\n"
              << "elements    " << elements.scalars.size() << " scalars, " << elements.g1.size()
              << " G1, " << elements.g2.size() << " G2, " << elements.gt.size() << " GT\n"
              << "octets      " << octets.size() << ", of them " << used << " label and elements\n";
    return 0;
}

} // namespace

int
Abe(const std::vector<std::string>& arguments)
{
    static const std::map<std::string, int (*)(const std::vector<std::string>&)> COMMANDS = {
        {"setup", Setup},
        {"keygen", KeyGen},
        {"encrypt", Encrypt},
        {"decrypt", Decrypt},
        {"show", Show},
    };
    const std::string name = arguments.empty() ? "" : arguments.front();
    const auto found = COMMANDS.find(name);
    if (found == COMMANDS.end())
    {
        std::vector<std::string> names;
        for (const auto& command : COMMANDS)
        {
            names.push_back(command.first);
        }
        const std::string nearest = NearestName(name, names);
        throw std::invalid_argument("no command '" + name + "'" +
                                    (nearest.empty() ? ";" : ", did you mean '" + nearest + "'?") +
                                    " commands: setup keygen encrypt decrypt show");
    }
    try
    {
        return found->second({arguments.begin() + 1, arguments.end()});
    }
    catch (const std::invalid_argument& error)
    {
        throw std::invalid_argument(name + ": " + error.what());
    }
}

} // namespace ns3::iomt
