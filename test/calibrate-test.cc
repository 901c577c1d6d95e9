// SPDX-License-Identifier: GPL-2.0-only

// What operations cost this host, beside the profiles: every figure that is measured makes sense.

#include "ns3/calibrate.h"
#include "ns3/data-path.h"
#include "ns3/device-profile.h"
#include "ns3/test.h"

#include <nlohmann/json.hpp>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

class CalibrateRows : public TestCase
{
  public:
    CalibrateRows()
        : TestCase("a row for each operation, a figure for each profile")
    {
    }

  private:
    void DoRun() override
    {
        const nlohmann::json rows = Calibrate();
        NS_TEST_ASSERT_MSG_EQ(rows.size(), std::size_t(Operation::COUNT), "rows");
        std::map<std::string, double> host;
        for (const auto& row : rows)
        {
            const std::string name = row["operation"];
            NS_TEST_EXPECT_MSG_EQ(OperationFromString(name).has_value(), true, name);
            NS_TEST_EXPECT_MSG_EQ(row["profiles_us"].size(), DataNames("processors").size(), name);
            if (!row["host_us"].is_null())
            {
                host[name] = row["host_us"];
                NS_TEST_EXPECT_MSG_GT(host[name], 0, name);
                NS_TEST_EXPECT_MSG_LT(host[name], 1e6, name);
            }
        }
        NS_TEST_EXPECT_MSG_EQ(host.count("codec-byte"), 0, "not measured");
        NS_TEST_EXPECT_MSG_EQ(host.size(), 14, "measured");
        // However fast the host is.
        NS_TEST_EXPECT_MSG_GT(host["rsa-2048-private"], host["rsa-2048-public"], "exponents");
        NS_TEST_EXPECT_MSG_GT(host["rsa-3072-private"], host["rsa-1024-private"], "lengths");
        NS_TEST_EXPECT_MSG_GT(host["p256-sign"], host["field-multiplication"], "a point, a number");
        NS_TEST_EXPECT_MSG_GT(host["des-block"], host["aes-block"] / 100, "blocks");

        const ProcessorProfile profile = LoadProcessorProfile("nrf52840");
        const double cycles = profile.costs.at(Operation::P256_SIGN).perUnitCycles;
        for (const auto& row : rows)
        {
            if (row["operation"] == "p256-sign")
            {
                const double told = row["profiles_us"]["nrf52840"];
                NS_TEST_EXPECT_MSG_EQ_TOL(told, cycles / 64, 1e-6, "cycles at 64 MHz");
            }
        }
    }
};

class CalibrateSuite : public TestSuite
{
  public:
    CalibrateSuite()
        : TestSuite("iomt-calibrate", TestSuite::Type::UNIT)
    {
        AddTestCase(new CalibrateRows);
    }
};

const CalibrateSuite SUITE;

} // namespace
