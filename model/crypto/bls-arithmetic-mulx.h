// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLS_ARITHMETIC_MULX_H
#define IOMT_BLS_ARITHMETIC_MULX_H

#include "bls-field.h"

namespace ns3::iomt::bls
{

// Pieces of assembly. A row adds the multiple of six limbs by rdx to six accumulators t0 ... t5
// and gives a seventh, t6: low halves along the carry flag (adcx), high halves along the overflow
// flag (adox), which two chains the processor runs side by side. rax and rcx are scratch.
// clang-format off

/// Adds rdx times limb `offset` of `from` to `low` and `high`.
#define IOMT_BLS_STEP(offset, from, low, high)                                                     \
    "mulxq " #offset "(%[" #from "]), %%rax, %%rcx\n\t"                                            \
    "adcxq %%rax, %%" #low "\n\t"                                                                  \
    "adoxq %%rcx, %%" #high "\n\t"

#define IOMT_BLS_ROW(from, t0, t1, t2, t3, t4, t5, t6)                                             \
    "xorq %%" #t6 ", %%" #t6 "\n\t"                                                                \
    IOMT_BLS_STEP(0, from, t0, t1)                                                                 \
    IOMT_BLS_STEP(8, from, t1, t2)                                                                 \
    IOMT_BLS_STEP(16, from, t2, t3)                                                                \
    IOMT_BLS_STEP(24, from, t3, t4)                                                                \
    IOMT_BLS_STEP(32, from, t4, t5)                                                                \
    IOMT_BLS_STEP(40, from, t5, t6)                                                                \
    "movl $0, %%eax\n\t"                                                                           \
    "adcxq %%rax, %%" #t6 "\n\t"

/// Adds b[offset / 8] a.
#define IOMT_BLS_MULTIPLY_ROW(offset, t0, t1, t2, t3, t4, t5, t6)                                  \
    "movq " #offset "(%[b]), %%rdx\n\t"                                                            \
    IOMT_BLS_ROW(a, t0, t1, t2, t3, t4, t5, t6)

/// The first row, into accumulators that hold nothing yet.
#define IOMT_BLS_FIRST_ROW(t0, t1, t2, t3, t4, t5, t6)                                             \
    "movq 0(%[b]), %%rdx\n\t"                                                                      \
    "mulxq 0(%[a]), %%" #t0 ", %%" #t1 "\n\t"                                                      \
    "mulxq 8(%[a]), %%rax, %%" #t2 "\n\t"                                                          \
    "addq %%rax, %%" #t1 "\n\t"                                                                    \
    "mulxq 16(%[a]), %%rax, %%" #t3 "\n\t"                                                         \
    "adcq %%rax, %%" #t2 "\n\t"                                                                    \
    "mulxq 24(%[a]), %%rax, %%" #t4 "\n\t"                                                         \
    "adcq %%rax, %%" #t3 "\n\t"                                                                    \
    "mulxq 32(%[a]), %%rax, %%" #t5 "\n\t"                                                         \
    "adcq %%rax, %%" #t4 "\n\t"                                                                    \
    "mulxq 40(%[a]), %%rax, %%" #t6 "\n\t"                                                         \
    "adcq %%rax, %%" #t5 "\n\t"                                                                    \
    "adcq $0, %%" #t6 "\n\t"

/// Adds the multiple of p that makes t0 zero; p[6] holds -1/p.
#define IOMT_BLS_REDUCE_ROW(t0, t1, t2, t3, t4, t5, t6)                                            \
    "movq %%" #t0 ", %%rdx\n\t"                                                                    \
    "imulq 48(%[p]), %%rdx\n\t"                                                                    \
    IOMT_BLS_ROW(p, t0, t1, t2, t3, t4, t5, t6)

/// The same where t6 is an accumulator already: no carry leaves it.
#define IOMT_BLS_REDUCE_ROW_ONTO(t0, t1, t2, t3, t4, t5, t6)                                       \
    "movq %%" #t0 ", %%rdx\n\t"                                                                    \
    "imulq 48(%[p]), %%rdx\n\t"                                                                    \
    "xorl %%eax, %%eax\n\t"                                                                        \
    IOMT_BLS_STEP(0, p, t0, t1)                                                                    \
    IOMT_BLS_STEP(8, p, t1, t2)                                                                    \
    IOMT_BLS_STEP(16, p, t2, t3)                                                                   \
    IOMT_BLS_STEP(24, p, t3, t4)                                                                   \
    IOMT_BLS_STEP(32, p, t4, t5)                                                                   \
    IOMT_BLS_STEP(40, p, t5, t6)                                                                   \
    "movl $0, %%eax\n\t"                                                                           \
    "adcxq %%rax, %%" #t6 "\n\t"

/// Subtracts p from t0 ... t5 unless that goes below zero, and stores at r + base; s0 ... s5 are
/// scratch.
#define IOMT_BLS_SUBTRACT_PRIME(base, t0, t1, t2, t3, t4, t5, s0, s1, s2, s3, s4, s5)              \
    "movq %%" #t0 ", " s0 "\n\t"                                                                   \
    "subq 0(%[p]), " s0 "\n\t"                                                                     \
    "movq %%" #t1 ", " s1 "\n\t"                                                                   \
    "sbbq 8(%[p]), " s1 "\n\t"                                                                     \
    "movq %%" #t2 ", " s2 "\n\t"                                                                   \
    "sbbq 16(%[p]), " s2 "\n\t"                                                                    \
    "movq %%" #t3 ", " s3 "\n\t"                                                                   \
    "sbbq 24(%[p]), " s3 "\n\t"                                                                    \
    "movq %%" #t4 ", " s4 "\n\t"                                                                   \
    "sbbq 32(%[p]), " s4 "\n\t"                                                                    \
    "movq %%" #t5 ", " s5 "\n\t"                                                                   \
    "sbbq 40(%[p]), " s5 "\n\t"                                                                    \
    "cmovncq " s0 ", %%" #t0 "\n\t"                                                                \
    "cmovncq " s1 ", %%" #t1 "\n\t"                                                                \
    "cmovncq " s2 ", %%" #t2 "\n\t"                                                                \
    "cmovncq " s3 ", %%" #t3 "\n\t"                                                                \
    "cmovncq " s4 ", %%" #t4 "\n\t"                                                                \
    "cmovncq " s5 ", %%" #t5 "\n\t"                                                                \
    "movq %%" #t0 ", " #base "+0(%[r])\n\t"                                                        \
    "movq %%" #t1 ", " #base "+8(%[r])\n\t"                                                        \
    "movq %%" #t2 ", " #base "+16(%[r])\n\t"                                                       \
    "movq %%" #t3 ", " #base "+24(%[r])\n\t"                                                       \
    "movq %%" #t4 ", " #base "+32(%[r])\n\t"                                                       \
    "movq %%" #t5 ", " #base "+40(%[r])\n\t"

/// One limb of a double-width sum or difference, through rax.
#define IOMT_BLS_LIMB(operation, offset)                                                           \
    "movq " #offset "(%[a]), %%rax\n\t" operation " " #offset "(%[b]), %%rax\n\t"                  \
    "movq %%rax, " #offset "(%[r])\n\t"

/// One limb into an accumulator.
#define IOMT_BLS_LIMB_INTO(operation, offset, t)                                                   \
    "movq " #offset "(%[a]), %%" #t "\n\t" operation " " #offset "(%[b]), %%" #t "\n\t"

/// Adds p to r8 ... r13 if the subtraction before borrowed, and stores at r + base.
#define IOMT_BLS_ADD_PRIME(base)                                                                   \
    "sbbq %[a], %[a]\n\t"                                                                          \
    "movq 0(%[p]), %%rax\n\t"                                                                      \
    "andq %[a], %%rax\n\t"                                                                         \
    "movq 8(%[p]), %%rcx\n\t"                                                                      \
    "andq %[a], %%rcx\n\t"                                                                         \
    "movq 16(%[p]), %%rdx\n\t"                                                                     \
    "andq %[a], %%rdx\n\t"                                                                         \
    "movq 24(%[p]), %%r14\n\t"                                                                     \
    "andq %[a], %%r14\n\t"                                                                         \
    "movq 32(%[p]), %[b]\n\t"                                                                      \
    "andq %[a], %[b]\n\t"                                                                          \
    "andq 40(%[p]), %[a]\n\t"                                                                      \
    "addq %%rax, %%r8\n\t"                                                                         \
    "adcq %%rcx, %%r9\n\t"                                                                         \
    "adcq %%rdx, %%r10\n\t"                                                                        \
    "adcq %%r14, %%r11\n\t"                                                                        \
    "adcq %[b], %%r12\n\t"                                                                         \
    "adcq %[a], %%r13\n\t"                                                                         \
    "movq %%r8, " #base "+0(%[r])\n\t"                                                             \
    "movq %%r9, " #base "+8(%[r])\n\t"                                                             \
    "movq %%r10, " #base "+16(%[r])\n\t"                                                           \
    "movq %%r11, " #base "+24(%[r])\n\t"                                                           \
    "movq %%r12, " #base "+32(%[r])\n\t"                                                           \
    "movq %%r13, " #base "+40(%[r])\n\t"

// clang-format on

/**
 * @brief Arithmetic modulo p on limbs, in assembly with mulx (BMI2), adcx and adox (ADX).
 *
 * Nothing branches on a value. Results may lie where an operand lies, but for the double-width
 * products. No operand is written through r before all of a and b were read, or limb by limb at
 * the place just read.
 */
struct MulxArithmetic
{
    static constexpr const char* NAME = "x86-64 mulx/adx"; //!< as SetBackend takes it

    /// r = a b / R mod p; b may be anything below R
    [[gnu::noinline]] static void Multiply(uint64_t* r, const uint64_t* a, const uint64_t* b)
    {
        asm volatile(
            // clang-format off
            IOMT_BLS_FIRST_ROW(r8, r9, r10, r11, r12, r13, r14)
            IOMT_BLS_REDUCE_ROW_ONTO(r8, r9, r10, r11, r12, r13, r14)
            IOMT_BLS_MULTIPLY_ROW(8, r9, r10, r11, r12, r13, r14, r8)
            IOMT_BLS_REDUCE_ROW_ONTO(r9, r10, r11, r12, r13, r14, r8)
            IOMT_BLS_MULTIPLY_ROW(16, r10, r11, r12, r13, r14, r8, r9)
            IOMT_BLS_REDUCE_ROW_ONTO(r10, r11, r12, r13, r14, r8, r9)
            IOMT_BLS_MULTIPLY_ROW(24, r11, r12, r13, r14, r8, r9, r10)
            IOMT_BLS_REDUCE_ROW_ONTO(r11, r12, r13, r14, r8, r9, r10)
            IOMT_BLS_MULTIPLY_ROW(32, r12, r13, r14, r8, r9, r10, r11)
            IOMT_BLS_REDUCE_ROW_ONTO(r12, r13, r14, r8, r9, r10, r11)
            IOMT_BLS_MULTIPLY_ROW(40, r13, r14, r8, r9, r10, r11, r12)
            IOMT_BLS_REDUCE_ROW_ONTO(r13, r14, r8, r9, r10, r11, r12)
            IOMT_BLS_SUBTRACT_PRIME(0, r14, r8, r9, r10, r11, r12,
                                    "%%rax", "%%rcx", "%%rdx", "%%r13", "%[a]", "%[b]")
            // clang-format on
            : [a] "+&r"(a), [b] "+&r"(b)
            : [r] "r"(r), [p] "r"(CONSTANTS)
            : "rax", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "cc", "memory");
    }

    /// r = a^2 / R mod p
    static void Square(uint64_t* r, const uint64_t* a)
    {
        uint64_t t[12];
        SquareWide(t, a);
        Reduce(r, t);
    }

    /// r = a + b mod p
    static void Add(uint64_t* r, const uint64_t* a, const uint64_t* b)
    {
        asm volatile(
            // clang-format off
            IOMT_BLS_LIMB_INTO("addq", 0, r8)
            IOMT_BLS_LIMB_INTO("adcq", 8, r9)
            IOMT_BLS_LIMB_INTO("adcq", 16, r10)
            IOMT_BLS_LIMB_INTO("adcq", 24, r11)
            IOMT_BLS_LIMB_INTO("adcq", 32, r12)
            IOMT_BLS_LIMB_INTO("adcq", 40, r13)
            IOMT_BLS_SUBTRACT_PRIME(0, r8, r9, r10, r11, r12, r13,
                                    "%%rax", "%%rcx", "%%rdx", "%%r14", "%[a]", "%[b]")
            // clang-format on
            : [a] "+&r"(a), [b] "+&r"(b)
            : [r] "r"(r), [p] "r"(CONSTANTS)
            : "rax", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "cc", "memory");
    }

    /// r = a + b
    static void AddUnreduced(uint64_t* r, const uint64_t* a, const uint64_t* b)
    {
        asm volatile(
            // clang-format off
            IOMT_BLS_LIMB("addq", 0)
            IOMT_BLS_LIMB("adcq", 8)
            IOMT_BLS_LIMB("adcq", 16)
            IOMT_BLS_LIMB("adcq", 24)
            IOMT_BLS_LIMB("adcq", 32)
            IOMT_BLS_LIMB("adcq", 40)
            // clang-format on
            :
            : [r] "r"(r), [a] "r"(a), [b] "r"(b)
            : "rax", "cc", "memory");
    }

    /// r = a - b mod p
    static void Subtract(uint64_t* r, const uint64_t* a, const uint64_t* b)
    {
        asm volatile(
            // clang-format off
            IOMT_BLS_LIMB_INTO("subq", 0, r8)
            IOMT_BLS_LIMB_INTO("sbbq", 8, r9)
            IOMT_BLS_LIMB_INTO("sbbq", 16, r10)
            IOMT_BLS_LIMB_INTO("sbbq", 24, r11)
            IOMT_BLS_LIMB_INTO("sbbq", 32, r12)
            IOMT_BLS_LIMB_INTO("sbbq", 40, r13)
            IOMT_BLS_ADD_PRIME(0)
            // clang-format on
            : [a] "+&r"(a), [b] "+&r"(b)
            : [r] "r"(r), [p] "r"(CONSTANTS)
            : "rax", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "cc", "memory");
    }

    /// r = a b, 12 limbs
    [[gnu::noinline]] static void MultiplyWide(uint64_t* r, const uint64_t* a, const uint64_t* b)
    {
        asm volatile(
            // clang-format off
            IOMT_BLS_FIRST_ROW(r8, r9, r10, r11, r12, r13, r14)
            "movq %%r8, 0(%[r])\n\t"
            IOMT_BLS_MULTIPLY_ROW(8, r9, r10, r11, r12, r13, r14, r8)
            "movq %%r9, 8(%[r])\n\t"
            IOMT_BLS_MULTIPLY_ROW(16, r10, r11, r12, r13, r14, r8, r9)
            "movq %%r10, 16(%[r])\n\t"
            IOMT_BLS_MULTIPLY_ROW(24, r11, r12, r13, r14, r8, r9, r10)
            "movq %%r11, 24(%[r])\n\t"
            IOMT_BLS_MULTIPLY_ROW(32, r12, r13, r14, r8, r9, r10, r11)
            "movq %%r12, 32(%[r])\n\t"
            IOMT_BLS_MULTIPLY_ROW(40, r13, r14, r8, r9, r10, r11, r12)
            "movq %%r13, 40(%[r])\n\t"
            "movq %%r14, 48(%[r])\n\t"
            "movq %%r8, 56(%[r])\n\t"
            "movq %%r9, 64(%[r])\n\t"
            "movq %%r10, 72(%[r])\n\t"
            "movq %%r11, 80(%[r])\n\t"
            "movq %%r12, 88(%[r])\n\t"
            // clang-format on
            :
            : [r] "r"(r), [a] "r"(a), [b] "r"(b)
            : "rax", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "cc", "memory");
    }

    /// r = a^2, 12 limbs
    [[gnu::noinline]] static void SquareWide(uint64_t* r, const uint64_t* a)
    {
        // Products of different limbs once, limbs 3 to 10 of their sum in r8 ... r15; then that
        // sum twice (adcx) and the squares (adox).
        asm volatile(
            // clang-format off
            "movq 0(%[a]), %%rdx\n\t"
            "mulxq 8(%[a]), %%r14, %%r15\n\t"
            "mulxq 16(%[a]), %%rax, %%r8\n\t"
            "addq %%rax, %%r15\n\t"
            "mulxq 24(%[a]), %%rax, %%r9\n\t"
            "adcq %%rax, %%r8\n\t"
            "mulxq 32(%[a]), %%rax, %%r10\n\t"
            "adcq %%rax, %%r9\n\t"
            "mulxq 40(%[a]), %%rax, %%r11\n\t"
            "adcq %%rax, %%r10\n\t"
            "adcq $0, %%r11\n\t"
            "movq %%r14, 8(%[r])\n\t"
            "movq %%r15, 16(%[r])\n\t"

            "movq 8(%[a]), %%rdx\n\t"
            "xorq %%r12, %%r12\n\t"
            IOMT_BLS_STEP(16, a, r8, r9)
            IOMT_BLS_STEP(24, a, r9, r10)
            IOMT_BLS_STEP(32, a, r10, r11)
            IOMT_BLS_STEP(40, a, r11, r12)
            "movl $0, %%eax\n\t"
            "adcxq %%rax, %%r12\n\t"

            "movq 16(%[a]), %%rdx\n\t"
            "xorq %%r13, %%r13\n\t"
            IOMT_BLS_STEP(24, a, r10, r11)
            IOMT_BLS_STEP(32, a, r11, r12)
            IOMT_BLS_STEP(40, a, r12, r13)
            "movl $0, %%eax\n\t"
            "adcxq %%rax, %%r13\n\t"

            "movq 24(%[a]), %%rdx\n\t"
            "xorq %%r14, %%r14\n\t"
            IOMT_BLS_STEP(32, a, r12, r13)
            IOMT_BLS_STEP(40, a, r13, r14)
            "movl $0, %%eax\n\t"
            "adcxq %%rax, %%r14\n\t"

            "movq 32(%[a]), %%rdx\n\t"
            "mulxq 40(%[a]), %%rax, %%r15\n\t"
            "addq %%rax, %%r14\n\t"
            "adcq $0, %%r15\n\t"

            "movq 0(%[a]), %%rdx\n\t"
            "mulxq %%rdx, %%rax, %%rcx\n\t"
            "movq %%rax, 0(%[r])\n\t"
            "xorl %%eax, %%eax\n\t"
            "movq 8(%[r]), %%rax\n\t"
            "adcxq %%rax, %%rax\n\t"
            "adoxq %%rcx, %%rax\n\t"
            "movq %%rax, 8(%[r])\n\t"
            "movq 8(%[a]), %%rdx\n\t"
            "mulxq %%rdx, %%rax, %%rcx\n\t"
            "movq 16(%[r]), %%rdx\n\t"
            "adcxq %%rdx, %%rdx\n\t"
            "adoxq %%rax, %%rdx\n\t"
            "movq %%rdx, 16(%[r])\n\t"
            "adcxq %%r8, %%r8\n\t"
            "adoxq %%rcx, %%r8\n\t"
            "movq %%r8, 24(%[r])\n\t"
            "movq 16(%[a]), %%rdx\n\t"
            "mulxq %%rdx, %%rax, %%rcx\n\t"
            "adcxq %%r9, %%r9\n\t"
            "adoxq %%rax, %%r9\n\t"
            "movq %%r9, 32(%[r])\n\t"
            "adcxq %%r10, %%r10\n\t"
            "adoxq %%rcx, %%r10\n\t"
            "movq %%r10, 40(%[r])\n\t"
            "movq 24(%[a]), %%rdx\n\t"
            "mulxq %%rdx, %%rax, %%rcx\n\t"
            "adcxq %%r11, %%r11\n\t"
            "adoxq %%rax, %%r11\n\t"
            "movq %%r11, 48(%[r])\n\t"
            "adcxq %%r12, %%r12\n\t"
            "adoxq %%rcx, %%r12\n\t"
            "movq %%r12, 56(%[r])\n\t"
            "movq 32(%[a]), %%rdx\n\t"
            "mulxq %%rdx, %%rax, %%rcx\n\t"
            "adcxq %%r13, %%r13\n\t"
            "adoxq %%rax, %%r13\n\t"
            "movq %%r13, 64(%[r])\n\t"
            "adcxq %%r14, %%r14\n\t"
            "adoxq %%rcx, %%r14\n\t"
            "movq %%r14, 72(%[r])\n\t"
            "movq 40(%[a]), %%rdx\n\t"
            "mulxq %%rdx, %%rax, %%rcx\n\t"
            "adcxq %%r15, %%r15\n\t"
            "adoxq %%rax, %%r15\n\t"
            "movq %%r15, 80(%[r])\n\t"
            "movl $0, %%eax\n\t"
            "adcxq %%rax, %%rcx\n\t"
            "adoxq %%rax, %%rcx\n\t"
            "movq %%rcx, 88(%[r])\n\t"
            // clang-format on
            :
            : [r] "r"(r), [a] "r"(a)
            : "rax",
              "rcx",
              "rdx",
              "r8",
              "r9",
              "r10",
              "r11",
              "r12",
              "r13",
              "r14",
              "r15",
              "cc",
              "memory");
    }

    /// r = t / R mod p, of 12 limbs below p R
    [[gnu::noinline]] static void Reduce(uint64_t* r, const uint64_t* t)
    {
        asm volatile(
            // clang-format off
            "movq 0(%[t]), %%r8\n\t"
            "movq 8(%[t]), %%r9\n\t"
            "movq 16(%[t]), %%r10\n\t"
            "movq 24(%[t]), %%r11\n\t"
            "movq 32(%[t]), %%r12\n\t"
            "movq 40(%[t]), %%r13\n\t"
            IOMT_BLS_REDUCE_ROW(r8, r9, r10, r11, r12, r13, r14)
            IOMT_BLS_REDUCE_ROW(r9, r10, r11, r12, r13, r14, r8)
            IOMT_BLS_REDUCE_ROW(r10, r11, r12, r13, r14, r8, r9)
            IOMT_BLS_REDUCE_ROW(r11, r12, r13, r14, r8, r9, r10)
            IOMT_BLS_REDUCE_ROW(r12, r13, r14, r8, r9, r10, r11)
            IOMT_BLS_REDUCE_ROW(r13, r14, r8, r9, r10, r11, r12)
            "addq 48(%[t]), %%r14\n\t"
            "adcq 56(%[t]), %%r8\n\t"
            "adcq 64(%[t]), %%r9\n\t"
            "adcq 72(%[t]), %%r10\n\t"
            "adcq 80(%[t]), %%r11\n\t"
            "adcq 88(%[t]), %%r12\n\t"
            IOMT_BLS_SUBTRACT_PRIME(0, r14, r8, r9, r10, r11, r12,
                                    "%%rax", "%%rcx", "%%rdx", "%%r13", "%[t]", "%%r15")
            // clang-format on
            : [t] "+&r"(t)
            : [r] "r"(r), [p] "r"(CONSTANTS)
            : "rax",
              "rcx",
              "rdx",
              "r8",
              "r9",
              "r10",
              "r11",
              "r12",
              "r13",
              "r14",
              "r15",
              "cc",
              "memory");
    }

    /// r = a + b mod p R, 12 limbs
    static void AddWide(uint64_t* r, const uint64_t* a, const uint64_t* b)
    {
        asm volatile(
            // clang-format off
            IOMT_BLS_LIMB("addq", 0)
            IOMT_BLS_LIMB("adcq", 8)
            IOMT_BLS_LIMB("adcq", 16)
            IOMT_BLS_LIMB("adcq", 24)
            IOMT_BLS_LIMB("adcq", 32)
            IOMT_BLS_LIMB("adcq", 40)
            IOMT_BLS_LIMB_INTO("adcq", 48, r8)
            IOMT_BLS_LIMB_INTO("adcq", 56, r9)
            IOMT_BLS_LIMB_INTO("adcq", 64, r10)
            IOMT_BLS_LIMB_INTO("adcq", 72, r11)
            IOMT_BLS_LIMB_INTO("adcq", 80, r12)
            IOMT_BLS_LIMB_INTO("adcq", 88, r13)
            IOMT_BLS_SUBTRACT_PRIME(48, r8, r9, r10, r11, r12, r13,
                                    "%%rax", "%%rcx", "%%rdx", "%%r14", "%[a]", "%[b]")
            // clang-format on
            : [a] "+&r"(a), [b] "+&r"(b)
            : [r] "r"(r), [p] "r"(CONSTANTS)
            : "rax", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "cc", "memory");
    }

    /// r = a - b mod p R, 12 limbs
    static void SubtractWide(uint64_t* r, const uint64_t* a, const uint64_t* b)
    {
        asm volatile(
            // clang-format off
            IOMT_BLS_LIMB("subq", 0)
            IOMT_BLS_LIMB("sbbq", 8)
            IOMT_BLS_LIMB("sbbq", 16)
            IOMT_BLS_LIMB("sbbq", 24)
            IOMT_BLS_LIMB("sbbq", 32)
            IOMT_BLS_LIMB("sbbq", 40)
            IOMT_BLS_LIMB_INTO("sbbq", 48, r8)
            IOMT_BLS_LIMB_INTO("sbbq", 56, r9)
            IOMT_BLS_LIMB_INTO("sbbq", 64, r10)
            IOMT_BLS_LIMB_INTO("sbbq", 72, r11)
            IOMT_BLS_LIMB_INTO("sbbq", 80, r12)
            IOMT_BLS_LIMB_INTO("sbbq", 88, r13)
            IOMT_BLS_ADD_PRIME(48)
            // clang-format on
            : [a] "+&r"(a), [b] "+&r"(b)
            : [r] "r"(r), [p] "r"(CONSTANTS)
            : "rax", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "cc", "memory");
    }

    /// r = a - b, 12 limbs, of b not above a
    static void SubtractWideSmaller(uint64_t* r, const uint64_t* a, const uint64_t* b)
    {
        asm volatile(
            // clang-format off
            IOMT_BLS_LIMB("subq", 0)
            IOMT_BLS_LIMB("sbbq", 8)
            IOMT_BLS_LIMB("sbbq", 16)
            IOMT_BLS_LIMB("sbbq", 24)
            IOMT_BLS_LIMB("sbbq", 32)
            IOMT_BLS_LIMB("sbbq", 40)
            IOMT_BLS_LIMB("sbbq", 48)
            IOMT_BLS_LIMB("sbbq", 56)
            IOMT_BLS_LIMB("sbbq", 64)
            IOMT_BLS_LIMB("sbbq", 72)
            IOMT_BLS_LIMB("sbbq", 80)
            IOMT_BLS_LIMB("sbbq", 88)
            // clang-format on
            :
            : [r] "r"(r), [a] "r"(a), [b] "r"(b)
            : "rax", "cc", "memory");
    }

  private:
    /// p and -1/p mod 2^64
    alignas(64) static constexpr uint64_t CONSTANTS[7] =
        {PRIME[0], PRIME[1], PRIME[2], PRIME[3], PRIME[4], PRIME[5], PRIME_MINUS_INVERSE};
};

#undef IOMT_BLS_ADD_PRIME
#undef IOMT_BLS_FIRST_ROW
#undef IOMT_BLS_LIMB
#undef IOMT_BLS_LIMB_INTO
#undef IOMT_BLS_MULTIPLY_ROW
#undef IOMT_BLS_REDUCE_ROW
#undef IOMT_BLS_REDUCE_ROW_ONTO
#undef IOMT_BLS_ROW
#undef IOMT_BLS_STEP
#undef IOMT_BLS_SUBTRACT_PRIME

} // namespace ns3::iomt::bls

#endif // IOMT_BLS_ARITHMETIC_MULX_H
