// SPDX-License-Identifier: GPL-2.0-only

// Operations of BLS12-381 report as many multiplications in the prime field as an arithmetic that
// counts them one by one finds.

#include "bls-bench.h"
#include "bls-counting-arithmetic.h"

#include "ns3/bls-engine-of.h"

using namespace ns3;
using namespace ns3::iomt;
using namespace ns3::iomt::bls;

namespace
{

class CountsOfOperations : public TestCase
{
  public:
    CountsOfOperations()
        : TestCase("reported and counted multiplications agree")
    {
    }

  private:
    /// Runs an operation of the counting engine and compares; an inversion is counted by its time.
    template <class Run>
    void Compare(const std::string& name, uint64_t inversions, const Run& run)
    {
        const OperationScope scope;
        const uint64_t before = CountingArithmetic::halves;
        run();
        const uint64_t counted = CountingArithmetic::halves - before + inversions * cost::INVERSION;
        NS_TEST_EXPECT_MSG_EQ(scope.Counts().Get(Operation::FIELD_MULTIPLICATION),
                              (counted + 1) / 2,
                              name);
        NS_TEST_EXPECT_MSG_GT(counted, 0, name);
    }

    void DoRun() override
    {
        const Engine engine = EngineOf<CountingArithmetic>::Table();
        std::mt19937_64 draw(12);
        const Scalar a = Scalar::Random([&draw]() { return draw(); });
        const G1 p = G1::Generator() * a;
        const G2 q = G2::Generator() * a;
        const Gt t = Pairing(p, q);
        for (const std::size_t n : {1, 2, 5})
        {
            const std::vector<G1::Term> first(n, {p, a});
            const std::vector<G2::Term> second(n, {q, a});
            const std::vector<std::pair<G1, G2>> pairs(n, {p, q});
            Compare("multiples in G1", 0, [&]() { engine.multiplyG1(first); });
            Compare("public multiples in G1", 0, [&]() { engine.multiplyPublicG1(first); });
            Compare("multiples in G2", 0, [&]() { engine.multiplyG2(second); });
            Compare("public multiples in G2", 0, [&]() { engine.multiplyPublicG2(second); });
            Compare("pairings", 2, [&]() { engine.pairing(pairs, false); });
            Compare("exact pairings", 2, [&]() { engine.pairing(pairs, true); });
        }
        Compare("sum in G1", 0, [&]() { engine.addG1(p, p); });
        Compare("sum in G2", 0, [&]() { engine.addG2(q, q); });
        Compare("equal in G1", 0, [&]() { engine.equalG1(p, p); });
        Compare("equal in G2", 0, [&]() { engine.equalG2(q, q); });
        Compare("product in GT", 0, [&]() { engine.multiplyGt(t, t); });
        Compare("power in GT", 0, [&]() { engine.power(t, a); });
        const Bytes uniform(128, 1);
        Compare("hash", 0, [&]() { engine.mapToG1(uniform.data()); });
        std::array<uint8_t, Gt::SIZE> octets;
        Compare("write G1", 1, [&]() { engine.writeG1(p, octets.data()); });
        Compare("read G1", 0, [&]() { engine.readG1(octets.data()); });
        Compare("read G1 to pair", 0, [&]() { engine.readCurveG1(octets.data()); });
        Compare("write G2", 1, [&]() { engine.writeG2(q, octets.data()); });
        Compare("read G2", 0, [&]() { engine.readG2(octets.data()); });
        Compare("write GT", 0, [&]() { engine.writeGt(t, octets.data()); });
        Compare("read GT", 0, [&]() { engine.readGt(octets.data()); });
    }
};

class CountsSuite : public TestSuite
{
  public:
    CountsSuite()
        : TestSuite("iomt-crypto-bls-counts", TestSuite::Type::UNIT)
    {
        AddTestCase(new CountsOfOperations);
    }
};

const CountsSuite SUITE;

} // namespace
