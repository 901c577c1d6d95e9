// SPDX-License-Identifier: GPL-2.0-only

// Sleep clock accuracy and what it costs the listener (Core 5.4, Vol 6, Part B, 4.2.2, 4.2.4).

#include "ns3/ble-window-widening.h"
#include "ns3/test.h"

#include <cmath>
#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

class BleWindowWideningCase : public TestCase
{
  public:
    BleWindowWideningCase()
        : TestCase("drift of both clocks and their jitter")
    {
    }

  private:
    void DoRun() override
    {
        // 250 + 250 ppm in a second: a window of 1064 us, half of it on each side
        NS_TEST_EXPECT_MSG_EQ(BleWindowWidening(250, 250, Seconds(1)),
                              MicroSeconds(1064 / 2),
                              "published");
        NS_TEST_EXPECT_MSG_EQ(BleWindowWidening(500, 500, Seconds(4)),
                              MicroSeconds(4032),
                              "worst clocks, longest interval");
        NS_TEST_EXPECT_MSG_EQ(BleWindowWidening(20, 50, MilliSeconds(100)),
                              MicroSeconds(7 + 32),
                              "usual");
        NS_TEST_EXPECT_MSG_EQ(BleWindowWidening(20, 50, Seconds(0)), MicroSeconds(32), "jitter");
        NS_TEST_EXPECT_MSG_EQ(BleWindowWidening(1, 0, NanoSeconds(1500000)),
                              NanoSeconds(32002),
                              "rounded up");
    }
};

class BleScaField : public TestCase
{
  public:
    BleScaField()
        : TestCase("field of CONNECT_IND")
    {
    }

  private:
    void DoRun() override
    {
        const double worst[] = {500, 250, 150, 100, 75, 50, 30, 20};
        for (uint8_t sca = 0; sca < 8; ++sca)
        {
            NS_TEST_EXPECT_MSG_EQ(BleScaToPpm(sca), worst[sca], "field " << +sca);
            NS_TEST_EXPECT_MSG_EQ(+BleScaFromPpm(worst[sca]), +sca, worst[sca] << " ppm");
        }
        NS_TEST_EXPECT_MSG_EQ(BleScaToPpm(0xF9), 250, "higher bits are none of it");
        NS_TEST_EXPECT_MSG_EQ(+BleScaFromPpm(0), 7, "no drift");
        NS_TEST_EXPECT_MSG_EQ(+BleScaFromPpm(20.5), 6, "a little more than promised");
        NS_TEST_EXPECT_MSG_EQ(+BleScaFromPpm(251), 0, "251 ppm");
        for (const double ppm : {-1.0, 501.0, std::nan("")})
        {
            bool refused = false;
            try
            {
                BleScaFromPpm(ppm);
            }
            catch (const std::invalid_argument&)
            {
                refused = true;
            }
            NS_TEST_EXPECT_MSG_EQ(refused, true, ppm << " ppm");
        }
    }
};

class BleWindowWideningSuite : public TestSuite
{
  public:
    BleWindowWideningSuite()
        : TestSuite("iomt-ble-window-widening", TestSuite::Type::UNIT)
    {
        AddTestCase(new BleWindowWideningCase);
        AddTestCase(new BleScaField);
    }
} g_bleWindowWideningSuite;

} // namespace
