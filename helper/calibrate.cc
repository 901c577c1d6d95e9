// SPDX-License-Identifier: GPL-2.0-only

#include "calibrate.h"

#include "ns3/bls12-381.h"
#include "ns3/cipher-suite.h"
#include "ns3/data-path.h"
#include "ns3/des-cbc.h"
#include "ns3/device-profile.h"
#include "ns3/ecdsa-p256.h"
#include "ns3/p256-ecdh.h"
#include "ns3/rsa-oaep.h"
#include "ns3/sha256.h"

#include <algorithm>
#include <ctime>
#include <functional>
#include <nlohmann/json.hpp>
#include <vector>

namespace ns3
{
namespace iomt
{

namespace
{

using Json = nlohmann::json;
using Costs = std::map<Operation, double>;

constexpr std::size_t RUNS = 9;       //!< of which the median counts
constexpr double SHORTEST_RUN = 4e-3; //!< so that the clock's grain does not matter [s]

/// @return time this thread had a processor [s]
double
Now()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// @param work to repeat @return time of doing it once: the median of runs [s]
double
TimeOf(const std::function<void()>& work)
{
    std::vector<double> runs;
    for (std::size_t run = 0; run < RUNS; ++run)
    {
        const double start = Now();
        std::size_t times = 0;
        double took = 0;
        while (took < SHORTEST_RUN)
        {
            work();
            ++times;
            took = Now() - start;
        }
        runs.push_back(took / static_cast<double>(times));
    }
    std::nth_element(runs.begin(), runs.begin() + RUNS / 2, runs.end());
    return runs[RUNS / 2];
}

/**
 * @brief Time work whose operations are known but for one.
 * @param operation the one
 * @param known costs of others [s]
 * @param work that executes it
 * @return time of one such operation [s]
 */
double
CostIn(Operation operation, const Costs& known, const std::function<void()>& work)
{
    const OperationScope scope;
    work();
    const OperationCounts counts = scope.Counts();
    double took = TimeOf(work);
    for (const auto& [other, cost] : known)
    {
        took -= cost * static_cast<double>(counts.Get(other));
    }
    return std::max(took, 0.0) / static_cast<double>(std::max<uint64_t>(counts.Get(operation), 1));
}

void
MeasureRsa(std::size_t bits, Operation publicPower, Operation privatePower, Costs& costs)
{
    const RsaOaep rsa = RsaOaep::Generate(bits, SeededRandom(ToBytes("calibrate")));
    const SecretRandom random = SeededRandom(ToBytes("padding"));
    const Bytes message(16);
    const Bytes ciphertext = rsa.Encrypt(message, random);
    costs[publicPower] = TimeOf([&]() { rsa.Encrypt(message, random); });
    costs[privatePower] = TimeOf([&]() { rsa.Decrypt(ciphertext); });
}

} // namespace

std::map<Operation, double>
MeasureHostCosts()
{
    Costs costs;
    const Bytes text(4096, 0x5a);
    const auto ccm = CreateCipherSuite("aes-128-ccm");
    ccm->SetKey(Bytes(ccm->KeySize()));
    const Bytes ccmNonce(ccm->NonceSize());
    costs[Operation::AES_BLOCK] =
        CostIn(Operation::AES_BLOCK, {}, [&]() { ccm->Seal(ccmNonce, {}, text); });
    // Associated data alone: GCM's own AES blocks run beside each other, faster than CCM's.
    const auto gcm = CreateCipherSuite("aes-128-gcm");
    gcm->SetKey(Bytes(gcm->KeySize()));
    const Bytes gcmNonce(gcm->NonceSize());
    costs[Operation::GHASH_BLOCK] =
        CostIn(Operation::GHASH_BLOCK, costs, [&]() { gcm->Seal(gcmNonce, text, {}); });
    const DesCbc des(FromHex("0123456789abcdef"));
    const Bytes iv(DES_BLOCK_SIZE);
    costs[Operation::DES_BLOCK] =
        CostIn(Operation::DES_BLOCK, {}, [&]() { des.Encrypt(iv, text); });
    costs[Operation::SHA256_BLOCK] = CostIn(Operation::SHA256_BLOCK, {}, [&]() { Sha256(text); });

    const P256Signer signer = P256Signer::FromSeed(ToBytes("calibrate"));
    const P256Verifier verifier(signer.PublicKey());
    const Bytes message = ToBytes("message");
    const Bytes signature = signer.Sign(message);
    costs[Operation::P256_SIGN] = TimeOf([&]() { signer.Sign(message); });
    costs[Operation::P256_VERIFY] = TimeOf([&]() { verifier.Verify(message, signature); });
    const P256KeyPair pair = P256KeyPair::FromRandom(Bytes(P256KeyPair::RANDOM_SIZE, 7));
    costs[Operation::P256_ECDH] = TimeOf([&]() { pair.Agree(signer.PublicKey()); });
    MeasureRsa(1024, Operation::RSA_1024_PUBLIC, Operation::RSA_1024_PRIVATE, costs);
    MeasureRsa(2048, Operation::RSA_2048_PUBLIC, Operation::RSA_2048_PRIVATE, costs);
    MeasureRsa(3072, Operation::RSA_3072_PUBLIC, Operation::RSA_3072_PRIVATE, costs);

    const bls::G1 p = bls::G1::Generator();
    const bls::G2 q = bls::G2::Generator();
    costs[Operation::FIELD_MULTIPLICATION] =
        CostIn(Operation::FIELD_MULTIPLICATION, {}, [&]() { bls::Pairing(p, q); });
    return costs;
}

Json
Calibrate()
{
    const Costs host = MeasureHostCosts();
    std::map<std::string, ProcessorProfile> profiles;
    for (const std::string& name : DataNames("processors"))
    {
        profiles[name] = LoadProcessorProfile(name);
    }
    Json rows = Json::array();
    for (std::size_t i = 0; i < static_cast<std::size_t>(Operation::COUNT); ++i)
    {
        const auto operation = static_cast<Operation>(i);
        const auto measured = host.find(operation);
        Json onProfiles = Json::object();
        for (const auto& [name, profile] : profiles)
        {
            onProfiles[name] = 1e6 * profile.costs.at(operation).perUnitCycles / profile.clockHz;
        }
        rows.push_back(
            {{"operation", ToString(operation)},
             {"host_us", measured == host.end() ? Json(nullptr) : Json(1e6 * measured->second)},
             {"profiles_us", onProfiles}});
    }
    return rows;
}

} // namespace iomt
} // namespace ns3
